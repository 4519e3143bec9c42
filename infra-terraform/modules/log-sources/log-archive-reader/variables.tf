variable "name" {
  description = "Name of the role"
  type        = string
  nullable    = false
  default     = "siem-log-reader"
}

variable "buckets" {
  description = "Buckets of this account that the SIEM reads, such as Control Tower's aws-controltower-logs-…"
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.buckets) > 0
    error_message = "buckets is empty; name at least one bucket."
  }
}

variable "worker_role_arn" {
  description = "Task role of the SIEM's workers (output worker_role_arn of the module siem)"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/", var.worker_role_arn))
    error_message = "worker_role_arn is '${var.worker_role_arn}'; right is like arn:aws:iam::111122223333:role/siem-worker-task."
  }
}

variable "external_id" {
  description = "What the workers must say when they take the role"
  type        = string
  nullable    = false

  validation {
    condition     = length(var.external_id) >= 8
    error_message = "external_id must have 8 characters or more."
  }
}

variable "queue_arn" {
  description = "Queue of the SIEM that the buckets notify (output queue_arn of the module siem); null where the buckets have notifications already and are subscribed by SNS or EventBridge"
  type        = string
  default     = null
}

variable "kms_key_arns" {
  description = "KMS keys that the objects are encrypted with; their policies must let this role decrypt"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role"
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the role"
  type        = map(string)
  nullable    = false
  default     = {}
}
