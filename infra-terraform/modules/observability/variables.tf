variable "name" {
  description = "Prefix of alarms, topic and dashboard"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name is '${var.name}'; right is 2 to 41 lower case letters, digits and hyphens, a letter first."
  }
}

variable "queue_name" {
  description = "Queue of the fleet"
  type        = string
  nullable    = false
}

variable "dead_letter_queue_name" {
  description = "Its dead-letter queue"
  type        = string
  nullable    = false
}

variable "worker" {
  description = "Cluster, service, log group and namespace of metrics of the worker, as the module worker puts them out, and its number of tasks"
  type = object({
    cluster_name      = string
    service_name      = string
    log_group_name    = string
    metrics_namespace = optional(string, "SIEM")
    max_tasks         = number
  })
  nullable = false
}

variable "opensearch" {
  description = "`domain_name` and `owner_account_id` (null: this account) for the alarms of a domain; null for none, as with a serverless collection"
  type = object({
    domain_name      = string
    owner_account_id = optional(string)
    node_volume_gib  = optional(number)
  })
  default = null
}

################################################################################
# When an alarm rings
################################################################################

variable "oldest_message_seconds" {
  description = "Age of the oldest waiting message at which logs count as late (s)"
  type        = number
  nullable    = false
  default     = 900

  validation {
    condition     = var.oldest_message_seconds >= 60 && var.oldest_message_seconds <= 86400
    error_message = "oldest_message_seconds is ${var.oldest_message_seconds}; right is 60 to 86400."
  }
}

variable "dead_letter_percent" {
  description = "Share of records that become dead letters at which somebody should look (%), over an hour"
  type        = number
  nullable    = false
  default     = 1

  validation {
    condition     = var.dead_letter_percent > 0 && var.dead_letter_percent <= 100
    error_message = "dead_letter_percent is ${var.dead_letter_percent}; right is above 0 to 100."
  }
}

variable "expected_log_types" {
  description = "Log types that must not fall silent, and the silence that counts (hours): a source that is switched off is what an intruder does first"
  type        = map(number)
  nullable    = false
  default     = {}

  validation {
    condition     = alltrue([for hours in values(var.expected_log_types) : contains([1, 2, 3, 4, 6, 8, 12, 24], hours)])
    error_message = "expected_log_types: hours must be 1, 2, 3, 4, 6, 8, 12 or 24, which CloudWatch can look back in one alarm."
  }

  validation {
    condition     = alltrue([for log_type in keys(var.expected_log_types) : can(regex("^[a-z0-9-]+$", log_type))])
    error_message = "expected_log_types has the names ${join(", ", keys(var.expected_log_types))}; right are names of log types such as cloudtrail, lower case."
  }
}

variable "free_storage_percent" {
  description = "Free storage of a data node below which the domain is about to refuse documents (%); needs opensearch.node_volume_gib"
  type        = number
  nullable    = false
  default     = 25

  validation {
    condition     = var.free_storage_percent >= 5 && var.free_storage_percent <= 80
    error_message = "free_storage_percent is ${var.free_storage_percent}; right is 5 to 80."
  }
}

variable "jvm_memory_percent" {
  description = "Heap pressure of OpenSearch that counts (%), over 15 minutes"
  type        = number
  nullable    = false
  default     = 92

  validation {
    condition     = var.jvm_memory_percent >= 50 && var.jvm_memory_percent <= 99
    error_message = "jvm_memory_percent is ${var.jvm_memory_percent}; right is 50 to 99."
  }
}

variable "throttled_minutes" {
  description = "How long OpenSearch may throttle the workers before it counts (minutes)"
  type        = number
  nullable    = false
  default     = 15

  validation {
    condition     = var.throttled_minutes >= 1 && var.throttled_minutes <= 180
    error_message = "throttled_minutes is ${var.throttled_minutes}; right is 1 to 180."
  }
}

################################################################################
# Who hears it
################################################################################

variable "emails" {
  description = "Addresses that hear; each must confirm a mail of AWS"
  type        = set(string)
  nullable    = false
  default     = []

  validation {
    condition     = alltrue([for email in var.emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", email))])
    error_message = "emails has an entry that is no mail address: ${join(", ", var.emails)}."
  }
}

variable "kms_key_arn" {
  description = "Existing key of the topic, usable by CloudWatch and EventBridge; null makes a key"
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
