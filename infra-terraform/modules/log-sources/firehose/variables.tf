variable "name" {
  description = "Begin of all names"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name))
    error_message = "name is '${var.name}'; right are 2 to 21 lower case letters, digits and hyphens."
  }
}

variable "bucket" {
  description = "Log bucket of the SIEM"
  type        = string
  nullable    = false
}

variable "events" {
  description = <<-EOT
    EventBridge events by stream: `prefix` is the part of the key that names the log type (docs/log-types.md), such as SecurityHub,
    Inspector2/Inspector2_Finding, Macie or WorkSpaces/Event; `pattern` is the event pattern as JSON.
  EOT
  type        = map(object({ prefix = string, pattern = string }))
  nullable    = false
  default     = {}

  validation {
    condition     = alltrue([for source in values(var.events) : can(jsondecode(source.pattern).source)])
    error_message = "events: each pattern must be JSON with a source, such as {\"source\":[\"aws.securityhub\"]}."
  }
}

variable "log_groups" {
  description = "Log groups by stream: `prefix` as above, such as RDS/MySQL/audit, KafkaBrokerLogs, CloudHSM or EKS; `log_groups` are their names"
  type        = map(object({ prefix = string, log_groups = list(string) }))
  nullable    = false
  default     = {}

  validation {
    condition     = length(setintersection(keys(var.log_groups), keys(var.events))) == 0
    error_message = "log_groups and events have streams of the same name: ${join(", ", setintersection(keys(var.log_groups), keys(var.events)))}."
  }
}

variable "bucket_kms_key_arn" {
  description = "KMS key that the log bucket encrypts with (log_bucket.kms_key_arn of the module siem); null where S3 manages the key"
  type        = string
  default     = null
}

variable "buffer_seconds" {
  description = "Longest wait of a record in Firehose"
  type        = number
  nullable    = false
  default     = 60

  validation {
    condition     = var.buffer_seconds >= 60 && var.buffer_seconds <= 900
    error_message = "buffer_seconds is ${var.buffer_seconds}; Firehose takes 60 to 900."
  }
}

variable "permissions_boundary_arn" {
  description = "Boundary of the roles; null for none"
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
