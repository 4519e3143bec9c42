variable "name" {
  description = "Name of the domain or collection"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,27}$", var.name))
    error_message = "name is '${var.name}'; OpenSearch takes 3 to 28 lower case letters, digits and hyphens, a letter first."
  }

  validation {
    condition     = var.kind != "serverless" || length(var.name) <= 22
    error_message = "name is '${var.name}'; right for a collection is up to 22 characters: its access policies put -bootstrap behind it and may have 32."
  }
}

variable "kind" {
  description = "`domain`, `serverless` or `existing`"
  type        = string
  nullable    = false
  default     = "domain"

  validation {
    condition     = contains(["domain", "serverless", "existing"], var.kind)
    error_message = "kind is '${var.kind}'; right is domain, serverless or existing."
  }
}

variable "existing" {
  description = "The existing domain or collection (of type search); `service` is `es` or `aoss`"
  type = object({
    url     = string
    arn     = string
    service = optional(string, "es")
  })
  default = null

  validation {
    condition     = (var.kind == "existing") == (var.existing != null)
    error_message = "existing goes with kind = \"existing\" and only with it; kind is '${var.kind}'."
  }
}

################################################################################
# Domain
################################################################################

variable "engine_version" {
  description = "Engine of the domain; bootstrap knows OpenSearch 2.19 and 3.x"
  type        = string
  nullable    = false
  default     = "OpenSearch_2.19"

  validation {
    condition     = can(regex("^OpenSearch_(2\\.19|3\\.[0-9]+)$", var.engine_version))
    error_message = "engine_version is '${var.engine_version}'; right is OpenSearch_2.19 or OpenSearch_3.x."
  }
}

variable "data_nodes" {
  description = "Data nodes: type, number, gp3 volume each (GiB), IOPS and throughput (MiB/s; null takes gp3's own)"
  type = object({
    instance_type   = optional(string, "r7g.large.search")
    count           = optional(number, 3)
    volume_gib      = optional(number, 500)
    iops            = optional(number)
    throughput_mibs = optional(number)
  })
  nullable = false
  default  = {}

  validation {
    condition     = endswith(var.data_nodes.instance_type, ".search")
    error_message = "data_nodes.instance_type is '${var.data_nodes.instance_type}'; right ends with .search, such as r7g.large.search."
  }

  validation {
    condition     = var.data_nodes.count >= 1 && var.data_nodes.count <= 400
    error_message = "data_nodes.count is ${var.data_nodes.count}; right is 1 to 400."
  }

  validation {
    condition     = var.data_nodes.volume_gib >= 10 && var.data_nodes.volume_gib <= 24576
    error_message = "data_nodes.volume_gib is ${var.data_nodes.volume_gib}; right is 10 to 24576."
  }
}

variable "zones" {
  description = "Zones the nodes spread over (1, 2 or 3)"
  type        = number
  nullable    = false
  default     = 3

  validation {
    condition     = contains([1, 2, 3], var.zones)
    error_message = "zones is ${var.zones}; right is 1, 2 or 3."
  }

  validation {
    condition     = var.data_nodes.count % var.zones == 0
    error_message = "data_nodes.count (${var.data_nodes.count}) must be a multiple of zones (${var.zones})."
  }
}

variable "standby" {
  description = "Multi-AZ with standby: 99.99 %, a third of the nodes waits. Needs three zones and dedicated masters"
  type        = bool
  nullable    = false
  default     = false

  validation {
    condition     = !var.standby || (var.zones == 3 && var.dedicated_masters != null)
    error_message = "standby needs zones = 3 (is ${var.zones}) and dedicated_masters."
  }
}

variable "dedicated_masters" {
  description = "Dedicated master nodes; null lets data nodes do it, fit for up to three of them"
  type = object({
    instance_type = optional(string, "m7g.large.search")
    count         = optional(number, 3)
  })
  default = null

  validation {
    condition     = var.dedicated_masters == null || contains([3, 5], try(var.dedicated_masters.count, 0))
    error_message = "dedicated_masters.count must be 3 or 5; an even number can not decide."
  }
}

variable "ultrawarm" {
  description = "UltraWarm nodes for older indexes; null goes without. Needs dedicated masters"
  type = object({
    instance_type = optional(string, "ultrawarm1.medium.search")
    count         = optional(number, 2)
  })
  default = null

  validation {
    condition     = var.ultrawarm == null || var.dedicated_masters != null
    error_message = "ultrawarm needs dedicated_masters."
  }

  validation {
    condition     = var.ultrawarm == null || !startswith(var.data_nodes.instance_type, "t")
    error_message = "ultrawarm does not go with ${var.data_nodes.instance_type}; right are r, m or c instances."
  }
}

variable "cold_storage" {
  description = "Whether indexes may go to cold storage; needs ultrawarm"
  type        = bool
  nullable    = false
  default     = false

  validation {
    condition     = !var.cold_storage || var.ultrawarm != null
    error_message = "cold_storage needs ultrawarm."
  }
}

variable "vpc" {
  description = "VPC, subnets (one per zone) and security groups that may reach the domain or collection; null makes a public endpoint, which still asks everybody who they are"
  type = object({
    vpc_id                     = string
    subnet_ids                 = list(string)
    allowed_security_group_ids = optional(list(string), [])
    allowed_cidrs              = optional(list(string), [])
  })
  default = null

  validation {
    condition     = var.vpc == null || var.kind != "domain" || try(length(var.vpc.subnet_ids) == var.zones, false)
    error_message = "vpc.subnet_ids must have one subnet per zone (${var.zones})."
  }
}

variable "tls_policy" {
  description = "Least TLS version of the endpoint"
  type        = string
  nullable    = false
  default     = "Policy-Min-TLS-1-2-PFS-2023-10"

  validation {
    condition     = contains(["Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-2-PFS-2023-10"], var.tls_policy)
    error_message = "tls_policy is '${var.tls_policy}'; right is Policy-Min-TLS-1-2-PFS-2023-10 or Policy-Min-TLS-1-2-2019-07."
  }
}

variable "max_clause_count" {
  description = "Clauses a query may have (advanced option indices.query.bool.max_clause_count); long lists of indicators need many"
  type        = number
  nullable    = false
  default     = 4096

  validation {
    condition     = var.max_clause_count >= 1024 && var.max_clause_count <= 65536
    error_message = "max_clause_count is ${var.max_clause_count}; right is 1024 to 65536."
  }
}

variable "auto_tune" {
  description = "Whether the service tunes the JVM by itself; not on t2 and t3"
  type        = bool
  nullable    = false
  default     = true
}

variable "log_retention_days" {
  description = "How long the domain's own logs stay (days): application, slow queries, slow indexing, audit"
  type        = number
  nullable    = false
  default     = 90
}

variable "log_kms_key_arn" {
  description = "KMS key of those logs, whose policy must let logs.<region>.amazonaws.com use it; null takes the key that CloudWatch manages"
  type        = string
  default     = null
}

################################################################################
# Access
################################################################################

variable "master_role_arn" {
  description = "Role with all rights in OpenSearch: that of the bootstrap task, which maps all others"
  type        = string
  default     = null

  validation {
    condition     = var.kind == "existing" || var.master_role_arn != null
    error_message = "master_role_arn is not set; with fine-grained access nobody could get in. Give the task role of the module bootstrap."
  }
}

variable "client_role_arns" {
  description = "Further roles that may reach the endpoint; what they may do there is mapped by bootstrap"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "dashboards_saml" {
  description = "Single sign-on for Dashboards by SAML: entity id, metadata (XML), group that administers"
  type = object({
    entity_id           = string
    metadata_content    = string
    master_backend_role = optional(string)
    roles_key           = optional(string)
    subject_key         = optional(string)
  })
  default = null
}

variable "dashboards_cognito" {
  description = "Sign-in to Dashboards by Amazon Cognito (module dashboards-login); the role of who has signed in belongs to client_role_arns"
  type = object({
    user_pool_id     = string
    identity_pool_id = string
    role_arn         = string
  })
  default = null

  validation {
    condition     = var.dashboards_cognito == null || var.dashboards_saml == null
    error_message = "dashboards_cognito and dashboards_saml are both set; Dashboards has one way to sign in."
  }
}

variable "dashboards_cidrs" {
  description = "Address ranges that may open Dashboards on a public endpoint and sign in there by SAML; empty lets only roles in, which is enough for Cognito"
  type        = list(string)
  nullable    = false
  default     = []

  validation {
    condition     = alltrue([for cidr in var.dashboards_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "dashboards_cidrs must be address ranges such as 203.0.113.0/24, not the whole internet."
  }

  validation {
    condition     = length(var.dashboards_cidrs) == 0 || var.vpc == null
    error_message = "dashboards_cidrs is for public endpoints; in a VPC use vpc.allowed_cidrs."
  }
}

################################################################################
# Serverless
################################################################################

variable "reader_role_arns" {
  description = "Roles that may search the collection; on domains roles of OpenSearch say who may what"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "cleaner_role_arns" {
  description = "Roles that may delete indexes of the collection: that of the module housekeeper"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "standby_replicas" {
  description = "Whether the collection has replicas in a second zone; without them it costs half"
  type        = bool
  nullable    = false
  default     = true
}

variable "kms_key_arn" {
  description = "KMS key for data at rest; null takes the key that AWS manages"
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
