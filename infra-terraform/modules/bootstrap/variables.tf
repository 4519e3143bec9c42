variable "name" {
  description = "Name of the task, such as siem-bootstrap"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name is '${var.name}'; right is 2 to 41 lower case letters, digits and hyphens, a letter first."
  }
}

variable "image" {
  description = "Image of services/bootstrap with tag or digest. A new one runs by itself"
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
    What is set up. `service` is `es` (domain) or `aoss` (serverless collection). With `auth = "sigv4"` the task's role signs and
    `arn` is needed; with `basic`, `username` and `password_secret_arn` of an administrator (and
    `password_kms_key_arn`, where that secret is encrypted with a key of yours).
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
    error_message = "opensearch.auth is sigv4, which needs opensearch.arn: the task's role administers that domain or collection only."
  }

  validation {
    condition     = var.opensearch.auth != "basic" || (var.opensearch.username != null && var.opensearch.password_secret_arn != null)
    error_message = "opensearch.auth is basic, which needs opensearch.username and opensearch.password_secret_arn."
  }
}

variable "environment" {
  description = "Further variables of bootstrap, such as those for roles to map and where alerts go. A change runs it again"
  type        = map(string)
  nullable    = false
  default     = {}
}

variable "pass_role_arns" {
  description = "Roles that notification channels name: OpenSearch takes them only from somebody who may pass them"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "runs_by_itself" {
  description = "Whether a new image or setting starts a run, three minutes after it is applied; otherwise the output run_command does"
  type        = bool
  nullable    = false
  default     = true
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
