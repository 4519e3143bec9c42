variable "name" {
  description = "Name of the task, such as siem-enrichment"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name is '${var.name}'; right is 2 to 41 lower case letters, digits and hyphens, a letter first."
  }
}

variable "bucket" {
  description = "Name of the bucket for databases and lists (SIEM_ENRICHMENT_BUCKET of the worker)"
  type        = string
  nullable    = false
}

variable "image" {
  description = "Image of services/enrichment-updater with tag or digest"
  type        = string
  nullable    = false
}

variable "cpu_architecture" {
  description = "`ARM64` or `X86_64`; the image must be built for it"
  type        = string
  nullable    = false
  default     = "ARM64"
}

variable "maxmind" {
  description = <<-EOT
    MaxMind account and GeoLite2 editions; null goes without GeoIP. `secret_arn` names an existing secret whose whole value is the
    licence key, `kms_key_arn` its key where that is one of yours; null makes an empty secret that you put the key into.
  EOT
  type = object({
    account_id  = string
    secret_arn  = optional(string)
    kms_key_arn = optional(string)
    editions    = optional(list(string), ["GeoLite2-City", "GeoLite2-ASN"])
  })
  default = null

  validation {
    condition     = var.maxmind == null || can(regex("^[0-9]+$", var.maxmind.account_id))
    error_message = "maxmind.account_id is '${try(var.maxmind.account_id, "")}'; right are the digits MaxMind shows under Account."
  }

  validation {
    condition     = var.maxmind == null || try(length(var.maxmind.editions) > 0 && alltrue([for edition in var.maxmind.editions : contains(["GeoLite2-City", "GeoLite2-ASN", "GeoIP2-City", "GeoIP2-ISP"], edition)]), false)
    error_message = "maxmind.editions has ${jsonencode(try(var.maxmind.editions, []))}; right are GeoLite2-City, GeoLite2-ASN, GeoIP2-City and GeoIP2-ISP."
  }
}

variable "threat_lists" {
  description = "Lists of indicators by name: HTTPS URL of a text (one a line), CSV or STIX 2 file"
  type = map(object({
    url    = string
    format = optional(string, "text")
    column = optional(string)
  }))
  nullable = false
  default  = {}

  validation {
    condition     = alltrue([for name, list in var.threat_lists : can(regex("^[a-z0-9][a-z0-9-]{0,62}$", name))])
    error_message = "threat_lists has the names ${join(", ", keys(var.threat_lists))}; right are lower case letters, digits and hyphens."
  }

  validation {
    condition     = alltrue([for list in values(var.threat_lists) : startswith(list.url, "https://")])
    error_message = "threat_lists: every url must begin with https://, or anybody on the way could decide what is a threat."
  }

  validation {
    condition     = alltrue([for list in values(var.threat_lists) : contains(["text", "csv", "stix"], list.format)])
    error_message = "threat_lists: format must be text, csv or stix; found ${join(", ", distinct([for list in values(var.threat_lists) : list.format]))}."
  }

  validation {
    condition     = alltrue([for list in values(var.threat_lists) : (list.format == "csv") == (list.column != null)])
    error_message = "threat_lists: column goes with format = \"csv\", which needs it, and only with it."
  }
}

variable "environment" {
  description = "Further variables of the updater; the README of services/enrichment-updater has the table"
  type        = map(string)
  nullable    = false
  default     = {}
}

variable "schedule" {
  description = "When it runs (EventBridge Scheduler expression, UTC). MaxMind publishes on Tuesdays and Fridays; lists change daily"
  type        = string
  nullable    = false
  default     = "cron(17 4 * * ? *)"
}

variable "kms_key_arn" {
  description = "KMS key of bucket and secret; null takes the keys that AWS manages"
  type        = string
  default     = null
}

variable "secret_recovery_days" {
  description = "Days in which a deleted secret can be had back; 0 deletes it at once"
  type        = number
  nullable    = false
  default     = 7

  validation {
    condition     = var.secret_recovery_days == 0 || (var.secret_recovery_days >= 7 && var.secret_recovery_days <= 30)
    error_message = "secret_recovery_days is ${var.secret_recovery_days}; right is 0 or 7 to 30."
  }
}

variable "force_destroy" {
  description = "Whether `terraform destroy` deletes a bucket that holds something: beside what can be fetched again, log types, exclusions and rules of your own"
  type        = bool
  nullable    = false
  default     = false
}

variable "cluster_arn" {
  description = "ECS cluster with the capacity provider FARGATE"
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "VPC of the task"
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Subnets with a way to the internet: the databases and lists are there"
  type        = list(string)
  nullable    = false
}

variable "assign_public_ip" {
  description = "Whether the task gets a public address: the way out in a public subnet. Nothing can come in either way"
  type        = bool
  nullable    = false
  default     = true
}

variable "failure_topic_arns" {
  description = "SNS topics that hear when a run fails or can not start"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "log_retention_days" {
  description = "How long the task's own logs stay (days)"
  type        = number
  nullable    = false
  default     = 30
}

variable "log_kms_key_arn" {
  description = "KMS key of those logs; null takes the key that CloudWatch manages"
  type        = string
  default     = null
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
