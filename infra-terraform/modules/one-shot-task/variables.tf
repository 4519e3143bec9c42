variable "name" {
  description = "Name of the task definition and prefix of everything that belongs to it"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name is '${var.name}'; right is 2 to 41 lower case letters, digits and hyphens, a letter first."
  }
}

variable "purpose" {
  description = "What the task does, for the descriptions of its roles"
  type        = string
  nullable    = false
}

################################################################################
# Task
################################################################################

variable "image" {
  description = "Image with tag or digest, built from docker/Dockerfile"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64})$", var.image)) && !endswith(var.image, ":latest")
    error_message = "image is '${var.image}'; right is a repository with a tag other than latest, or a digest: a new version is noticed by it."
  }
}

variable "cpu_architecture" {
  description = "`ARM64` or `X86_64`; the image must be built for it"
  type        = string
  nullable    = false
  default     = "ARM64"

  validation {
    condition     = contains(["ARM64", "X86_64"], var.cpu_architecture)
    error_message = "cpu_architecture is '${var.cpu_architecture}'; right is ARM64 or X86_64."
  }
}

variable "cpu" {
  description = "Processor share of the task (1024 is one vCPU)"
  type        = number
  nullable    = false
  default     = 512

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.cpu)
    error_message = "cpu is ${var.cpu}; right is 256, 512, 1024, 2048 or 4096."
  }
}

variable "memory_mib" {
  description = "Memory of the task (MiB)"
  type        = number
  nullable    = false
  default     = 1024

  validation {
    condition     = var.memory_mib >= var.cpu && var.memory_mib <= var.cpu * 8 && var.memory_mib % 512 == 0
    error_message = "memory_mib is ${var.memory_mib}; with cpu = ${var.cpu} right is ${var.cpu} to ${var.cpu * 8} in steps of 512."
  }
}

variable "environment" {
  description = "Environment of the process"
  type        = map(string)
  nullable    = false
  default     = {}

  validation {
    condition     = !anytrue([for name in keys(var.environment) : can(regex("PASSWORD|SECRET|LICEN[CS]E_KEY", name))])
    error_message = "environment is readable in the console and in the state; give ${join(", ", [for name in keys(var.environment) : name if can(regex("PASSWORD|SECRET|LICEN[CS]E_KEY", name))])} by secrets."
  }
}

variable "secrets" {
  description = "Variables that Fargate fills from Secrets Manager: name to ARN of the secret (`ARN:json-key::` for one key of it)"
  type        = map(string)
  nullable    = false
  default     = {}
}

variable "secret_kms_key_arns" {
  description = "Customer managed keys that those secrets are encrypted with"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "task_policies" {
  description = "What the code may do: policy documents (JSON) as data.aws_iam_policy_document renders them, by name"
  type        = map(string)
  nullable    = false
  default     = {}
}

################################################################################
# When and where it runs
################################################################################

variable "schedule" {
  description = "EventBridge Scheduler expression (`cron(...)`, `rate(...)`, `at(...)`), time zone and flexible window (minutes; 0 is on time); null runs it by hand only"
  type = object({
    expression     = string
    time_zone      = optional(string, "UTC")
    window_minutes = optional(number, 0)
  })
  default = null

  # The expression of a one-time run is known only at apply.
  validation {
    condition     = var.schedule == null || try(can(regex("^(cron|rate|at)\\(.+\\)$", var.schedule.expression)), true)
    error_message = "schedule.expression is '${try(var.schedule.expression, "")}'; right is cron(...), rate(...) or at(...)."
  }

  validation {
    condition     = var.schedule == null || try(var.schedule.window_minutes >= 0 && var.schedule.window_minutes <= 1440, false)
    error_message = "schedule.window_minutes must be 0 to 1440."
  }
}

variable "max_start_attempts" {
  description = "How often the scheduler tries to start the task (times)"
  type        = number
  nullable    = false
  default     = 10

  validation {
    condition     = var.max_start_attempts >= 1 && var.max_start_attempts <= 186
    error_message = "max_start_attempts is ${var.max_start_attempts}; right is 1 to 186."
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
  description = "Subnets of the task"
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "subnet_ids is empty; give at least one subnet."
  }
}

variable "assign_public_ip" {
  description = "Whether the task gets a public address: the way out in a public subnet. Nothing can come in either way"
  type        = bool
  nullable    = false
  default     = false
}

variable "security_group_ids" {
  description = "Further security groups of the task"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "failure_topic_arns" {
  description = "SNS topics that hear when a run fails or can not start, which EventBridge and CloudWatch may publish to; at most five"
  type        = list(string)
  nullable    = false
  default     = []

  validation {
    condition     = length(var.failure_topic_arns) <= 5
    error_message = "failure_topic_arns has ${length(var.failure_topic_arns)} topics; EventBridge takes 5 targets a rule."
  }
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
