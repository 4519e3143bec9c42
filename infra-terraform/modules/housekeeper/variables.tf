variable "name" {
  description = "Name of the task, such as siem-housekeeper"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name is '${var.name}'; right is 2 to 41 lower case letters, digits and hyphens, a letter first."
  }
}

variable "image" {
  description = "Image of services/housekeeper with tag or digest"
  type        = string
  nullable    = false
}

variable "cpu_architecture" {
  description = "`ARM64` or `X86_64`; the image must be built for it"
  type        = string
  nullable    = false
  default     = "ARM64"
}

variable "opensearch" {
  description = <<-EOT
    What is measured. `service` is `es` (domain) or `aoss` (serverless collection). With `auth = "sigv4"` the task's role signs and
    `arn` is needed; with `basic`, `username` and `password_secret_arn` of a user with siem_monitor
    (and `password_kms_key_arn`, where that secret is encrypted with a key of yours).
  EOT
  type = object({
    url                  = string
    arn                  = optional(string)
    service              = optional(string, "es")
    auth                 = optional(string, "sigv4")
    username             = optional(string)
    password_secret_arn  = optional(string)
    password_kms_key_arn = optional(string)
  })
  nullable = false

  validation {
    condition     = contains(["es", "aoss"], var.opensearch.service)
    error_message = "opensearch.service is '${var.opensearch.service}'; right is es or aoss."
  }

  validation {
    condition     = contains(["sigv4", "basic"], var.opensearch.auth)
    error_message = "opensearch.auth is '${var.opensearch.auth}'; right is sigv4 or basic."
  }

  validation {
    condition     = var.opensearch.auth != "sigv4" || var.opensearch.arn != null
    error_message = "opensearch.auth is sigv4, which needs opensearch.arn: the task's role measures that domain or collection only."
  }

  validation {
    condition     = var.opensearch.auth != "basic" || (var.opensearch.username != null && var.opensearch.password_secret_arn != null)
    error_message = "opensearch.auth is basic, which needs opensearch.username and opensearch.password_secret_arn."
  }
}

variable "log_bucket" {
  description = "Bucket that the workers load from; records go below AWSLogs/<account>/OpenSearch/metrics/"
  type        = string
  nullable    = false
}

variable "log_bucket_kms_key_arn" {
  description = "KMS key that the bucket encrypts with"
  type        = string
  default     = null
}

variable "period_hours" {
  description = "Time between two runs (hours)"
  type        = number
  nullable    = false
  default     = 1

  validation {
    condition     = contains([1, 2, 3, 4, 6, 8, 12, 24], var.period_hours)
    error_message = "period_hours is ${var.period_hours}; right is 1, 2, 3, 4, 6, 8, 12 or 24."
  }
}

variable "delete_after_days" {
  description = "For collections: age of its last event at which an index is deleted (days); null deletes none. A domain has policies"
  type        = number
  default     = null

  validation {
    condition     = var.delete_after_days == null || try(var.delete_after_days >= 1 && var.delete_after_days <= 36500, false)
    error_message = "delete_after_days is ${coalesce(var.delete_after_days, 0)}; right is 1 to 36500."
  }

  validation {
    condition     = var.delete_after_days == null || var.opensearch.service == "aoss"
    error_message = "delete_after_days is for serverless collections; indexes of a domain go by its ISM policies."
  }
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
  description = "Subnets of the task, with a way to OpenSearch and the registry"
  type        = list(string)
  nullable    = false
}

variable "assign_public_ip" {
  description = "Whether the task gets a public address: the way out in a public subnet"
  type        = bool
  nullable    = false
  default     = false
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
  default     = 90
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
