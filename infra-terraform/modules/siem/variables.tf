variable "name" {
  description = "Name of the installation and prefix of everything in it"
  type        = string
  nullable    = false
  default     = "siem"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,15}$", var.name))
    error_message = "name is '${var.name}'; right is 3 to 16 lower case letters, digits and hyphens, a letter first: bucket names are made of it."
  }
}

################################################################################
# Images
################################################################################

variable "image_tag" {
  description = "Tag of the images in the repositories made here: the version that runs"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", var.image_tag)) && var.image_tag != "latest"
    error_message = "image_tag is '${var.image_tag}'; right is a version such as 0.1.0, not latest: a roll-back needs something to roll back to."
  }
}

variable "images" {
  description = "Images from elsewhere instead, with tag or digest"
  type = object({
    worker             = optional(string)
    bootstrap          = optional(string)
    enrichment-updater = optional(string)
    housekeeper        = optional(string)
  })
  nullable = false
  default  = {}
}

variable "cpu_architecture" {
  description = "`ARM64` (a fifth cheaper) or `X86_64`; the images must be built for it"
  type        = string
  nullable    = false
  default     = "ARM64"

  validation {
    condition     = contains(["ARM64", "X86_64"], var.cpu_architecture)
    error_message = "cpu_architecture is '${var.cpu_architecture}'; right is ARM64 or X86_64."
  }
}

################################################################################
# Logs
################################################################################

variable "log_bucket" {
  description = "The bucket that AWS services deliver to (module log-bucket); create = false where there are only further_log_buckets"
  type = object({
    create             = optional(bool, true)
    name               = optional(string)
    senders            = optional(set(string), ["cloudtrail", "config", "elb", "guardduty", "log-delivery", "s3-access"])
    sender_account_ids = optional(set(string), [])
    organization_id    = optional(string)
    kms_key_arn        = optional(string)
    expire_days        = optional(number, 365)
  })
  nullable = false
  default  = {}

  validation {
    condition     = var.log_bucket.create || length(var.further_log_buckets) > 0
    error_message = "log_bucket.create is false and further_log_buckets is empty: there would be no log to load."
  }
}

variable "further_log_buckets" {
  description = "Existing buckets whose new objects are loaded too, as log_buckets of the module ingest-queue"
  type = map(object({
    bucket       = string
    notification = optional(string, "s3")
    account_id   = optional(string)
    topic_arn    = optional(string)
    manage       = optional(bool, true)
    prefixes     = optional(list(string), [])
  }))
  nullable = false
  default  = {}

  validation {
    condition     = !contains(keys(var.further_log_buckets), "own")
    error_message = "further_log_buckets has the key own, which is the bucket made here; choose another."
  }
}

variable "further_log_bucket_kms_key_arns" {
  description = "KMS keys that objects of those buckets are encrypted with"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "bucket_roles" {
  description = "Roles of other accounts under which their buckets are read, as of the module worker"
  type = list(object({
    bucket      = string
    role_arn    = string
    external_id = optional(string)
  }))
  nullable = false
  default  = []
}

variable "queue_encryption" {
  description = "`kms` (a key of its own, needed for SNS) or `sqs` (no cost)"
  type        = string
  nullable    = false
  default     = "kms"
}

################################################################################
# Network
################################################################################

variable "network" {
  description = "A new VPC, or an existing one (module network); `availability_zones` names zones where the first `zone_count` of the region lack an instance type or an endpoint. The enrichment download needs public subnets or a way out of the existing ones"
  type = object({
    existing = optional(object({
      vpc_id             = string
      private_subnet_ids = list(string)
      public_subnet_ids  = optional(list(string), [])
    }))
    cidr                = optional(string, "10.76.0.0/20")
    zone_count          = optional(number, 2)
    availability_zones  = optional(list(string), [])
    public_subnets      = optional(bool, false)
    interface_endpoints = optional(set(string), ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "sqs", "sts"])
    flow_logs           = optional(bool, true)
  })
  nullable = false
  default  = {}
}

variable "tasks_in" {
  description = "`private` subnets (AWS endpoints, no internet) or `public` ones (public addresses, nothing lets anything in, no endpoints to pay)"
  type        = string
  nullable    = false
  default     = "private"

  validation {
    condition     = contains(["private", "public"], var.tasks_in)
    error_message = "tasks_in is '${var.tasks_in}'; right is private or public."
  }

  validation {
    condition     = var.tasks_in == "private" || var.network.public_subnets || try(length(var.network.existing.public_subnet_ids) > 0, false)
    error_message = "tasks_in is public, but network has no public subnet: set network.public_subnets = true or name existing ones."
  }

  validation {
    condition     = var.tasks_in == "public" || try(length(var.network.existing.private_subnet_ids) > 0, true)
    error_message = "tasks_in is private, but network.existing has no private subnet: name one or set tasks_in = \"public\"."
  }

  # What is made here has no way out of its private subnets but to endpoints of AWS.
  validation {
    condition     = var.tasks_in == "public" || var.network.existing != null || (var.opensearch.in_vpc && var.opensearch.kind != "existing")
    error_message = "tasks_in is private, and tasks in a new VPC would not reach OpenSearch outside of it: set tasks_in = \"public\", opensearch.in_vpc = true or network.existing."
  }
}

################################################################################
# OpenSearch
################################################################################

variable "opensearch" {
  description = "Domain, serverless collection or existing one (module opensearch). After `retention_days` the housekeeper deletes indexes of a collection; a domain has policies. `dashboards_cidrs` may open Dashboards; `further_role_arns` may reach the domain's endpoint, or search the collection"
  type = object({
    kind = optional(string, "domain")
    existing = optional(object({
      url     = string
      arn     = string
      service = optional(string, "es")
    }))
    in_vpc         = optional(bool, true)
    engine_version = optional(string, "OpenSearch_2.19")
    data_nodes = optional(object({
      instance_type   = optional(string, "r7g.large.search")
      count           = optional(number, 2)
      volume_gib      = optional(number, 500)
      iops            = optional(number)
      throughput_mibs = optional(number)
    }), {})
    zones = optional(number, 2)
    dedicated_masters = optional(object({
      instance_type = optional(string, "m7g.large.search")
      count         = optional(number, 3)
    }))
    ultrawarm = optional(object({
      instance_type = optional(string, "ultrawarm1.medium.search")
      count         = optional(number, 2)
    }))
    standby           = optional(bool, false)
    cold_storage      = optional(bool, false)
    standby_replicas  = optional(bool, true)
    retention_days    = optional(number, 90)
    dashboards_cidrs  = optional(list(string), [])
    further_role_arns = optional(list(string), [])
    kms_key_arn       = optional(string)
    dashboards_saml = optional(object({
      entity_id           = string
      metadata_content    = string
      master_backend_role = optional(string)
      roles_key           = optional(string)
      subject_key         = optional(string)
    }))
  })
  nullable = false
  default  = {}

  validation {
    condition     = contains(["domain", "serverless", "existing"], var.opensearch.kind)
    error_message = "opensearch.kind is '${var.opensearch.kind}'; right is domain, serverless or existing."
  }

  validation {
    condition = !var.opensearch.in_vpc || var.opensearch.kind != "domain" || try(
      length(var.network.existing.private_subnet_ids),
      length(var.network.availability_zones) > 0 ? length(var.network.availability_zones) : var.network.zone_count,
    ) >= var.opensearch.zones
    error_message = "opensearch.zones (${var.opensearch.zones}) needs as many private subnets; network.zone_count is ${var.network.zone_count}, network.availability_zones has ${length(var.network.availability_zones)}, network.existing ${try(length(var.network.existing.private_subnet_ids), 0)}."
  }
}

variable "people" {
  description = <<-EOT
    Who uses OpenSearch beside the tasks. `dashboards_users` are e-mail addresses that get an invitation to sign in to Dashboards
    (module dashboards-login), as analysts. The others are ARNs of IAM roles and users, or groups of `opensearch.dashboards_saml`:
    operators run `siem doctor` and the like, analysts search and make dashboards, readers search and look (docs/bootstrap.md).
  EOT
  type = object({
    dashboards_users = optional(set(string), [])
    operators        = optional(list(string), [])
    analysts         = optional(list(string), [])
    readers          = optional(list(string), [])
  })
  nullable = false
  default  = {}

  validation {
    condition     = length(var.people.dashboards_users) == 0 || var.opensearch.kind == "domain"
    error_message = "people.dashboards_users is for opensearch.kind = \"domain\"; an existing domain and a collection have a sign-in of their own."
  }

  validation {
    condition     = length(var.people.dashboards_users) == 0 || var.opensearch.dashboards_saml == null
    error_message = "people.dashboards_users and opensearch.dashboards_saml are both set; Dashboards has one way to sign in."
  }

  validation {
    condition     = var.opensearch.kind != "serverless" || length(concat(var.people.operators, var.people.analysts, var.people.readers)) == 0
    error_message = "people is for domains, which have roles; for a collection use opensearch.further_role_arns."
  }
}

variable "opensearch_password" {
  description = "Name and secret (whole value) of an internal user, for an existing domain that knows no roles, and the key of the secret, where it is one of yours; null signs requests with the tasks' roles"
  type = object({
    username    = string
    secret_arn  = string
    kms_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.opensearch_password == null || var.opensearch.kind == "existing"
    error_message = "opensearch_password is for opensearch.kind = \"existing\"; what is made here asks for roles."
  }
}

################################################################################
# Fleet
################################################################################

variable "worker" {
  description = "Size and scaling of the fleet (module worker); `environment` has further variables of the worker"
  type = object({
    cpu                        = optional(number, 2048)
    memory_mib                 = optional(number, 4096)
    min_tasks                  = optional(number, 1)
    max_tasks                  = optional(number, 20)
    backlog_target_seconds     = optional(number, 60)
    spot_percent               = optional(number, 0)
    visibility_timeout_seconds = optional(number, 120)
    environment                = optional(map(string), {})
  })
  nullable = false
  default  = {}
}

variable "bootstrap_environment" {
  description = "Further variables of bootstrap"
  type        = map(string)
  nullable    = false
  default     = {}
}

variable "housekeeping" {
  description = "Whether indexes and shards are measured every hour, for the dashboard OpenSearch metrics; needs log_bucket.create"
  type        = bool
  nullable    = false
  default     = true
}

variable "enrichment" {
  description = "GeoIP databases and threat lists (module enrichment); null goes without"
  type = object({
    maxmind = optional(object({
      account_id  = string
      secret_arn  = optional(string)
      kms_key_arn = optional(string)
      editions    = optional(list(string), ["GeoLite2-City", "GeoLite2-ASN"])
    }))
    threat_lists = optional(map(object({
      url    = string
      format = optional(string, "text")
      column = optional(string)
    })), {})
  })
  default = null

  validation {
    condition     = length(concat(try(var.enrichment.maxmind, null)[*], keys(try(var.enrichment.threat_lists, {})))) == 0 || var.network.public_subnets || var.network.existing != null
    error_message = "enrichment has something to download, but the new VPC has no way to the internet: set network.public_subnets = true."
  }
}

################################################################################
# Operations
################################################################################

variable "alarms" {
  description = "Who hears alarms, and which log types must not fall silent (module observability)"
  type = object({
    emails                 = optional(set(string), [])
    expected_log_types     = optional(map(number), {})
    oldest_message_seconds = optional(number, 900)
  })
  nullable = false
  default  = {}
}

variable "log_retention_days" {
  description = "How long the SIEM's own logs stay (days)"
  type        = number
  nullable    = false
  default     = 30
}

variable "log_kms_key_arn" {
  description = "KMS key of the SIEM's own logs, whose policy must let logs.<region>.amazonaws.com use it; null takes the key that CloudWatch manages"
  type        = string
  default     = null
}

variable "force_destroy" {
  description = "Whether `terraform destroy` deletes buckets and repositories that hold something"
  type        = bool
  nullable    = false
  default     = false
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the roles made here"
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
