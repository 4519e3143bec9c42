variable "name" {
  description = "Name of the queue; the dead-letter queue gets the suffix -dlq"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,60}$", var.name))
    error_message = "name is '${var.name}'; right is 2 to 61 lower case letters, digits and hyphens, a letter first."
  }
}

variable "log_buckets" {
  description = <<-EOT
    Buckets whose new objects are loaded. `notification` is the way from S3 to the queue: `s3` (direct), `sns` (for buckets
    whose events others need too; `topic_arn` names an existing topic, null makes one) or `eventbridge`. `manage` says
    whether this module writes the bucket's notification configuration, of which a bucket has exactly one: false for
    buckets that have one already and for those of another account (`account_id`).
  EOT
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
    condition     = alltrue([for b in values(var.log_buckets) : contains(["s3", "sns", "eventbridge"], b.notification)])
    error_message = "log_buckets: notification must be one of s3, sns, eventbridge; found ${join(", ", distinct([for b in values(var.log_buckets) : b.notification]))}."
  }

  validation {
    condition     = alltrue([for b in values(var.log_buckets) : b.account_id == null || can(regex("^[0-9]{12}$", b.account_id))])
    error_message = "log_buckets: account_id must have 12 digits."
  }

  validation {
    condition     = alltrue([for b in values(var.log_buckets) : b.account_id == null || !b.manage])
    error_message = "log_buckets: the notification of another account's bucket is set there; put manage = false where account_id is given."
  }

  validation {
    condition     = alltrue([for b in values(var.log_buckets) : b.topic_arn == null || b.notification == "sns"])
    error_message = "log_buckets: topic_arn goes only with notification = \"sns\"."
  }

  validation {
    condition     = alltrue([for b in values(var.log_buckets) : b.notification != "sns" || b.topic_arn != null || b.manage])
    error_message = "log_buckets: notification = \"sns\" with manage = false needs the topic_arn of the existing topic."
  }

  validation {
    condition     = length(distinct([for b in values(var.log_buckets) : b.bucket])) == length(var.log_buckets)
    error_message = "log_buckets names a bucket twice; S3 keeps one notification configuration per bucket, so give all prefixes in one entry."
  }
}

variable "visibility_timeout_seconds" {
  description = "How long a received message stays hidden (s). Agrees with SIEM_VISIBILITY_TIMEOUT_SECONDS in services/worker/src/variables.ts; the worker extends it while it works"
  type        = number
  nullable    = false
  default     = 120

  validation {
    condition     = var.visibility_timeout_seconds >= 10 && var.visibility_timeout_seconds <= 43200
    error_message = "visibility_timeout_seconds is ${var.visibility_timeout_seconds}; right is 10 to 43200, as the worker accepts."
  }
}

variable "max_receive_count" {
  description = "Deliveries until a message goes to the dead-letter queue (times)"
  type        = number
  nullable    = false
  default     = 20

  validation {
    condition     = var.max_receive_count >= 3 && var.max_receive_count <= 1000
    error_message = "max_receive_count is ${var.max_receive_count}; right is 3 to 1000. Fewer would make dead letters of messages that a stopped task or Spot gave back."
  }
}

variable "retention_seconds" {
  description = "How long messages wait in either queue (s); the longest outage that loses nothing"
  type        = number
  nullable    = false
  default     = 1209600

  validation {
    condition     = var.retention_seconds >= 86400 && var.retention_seconds <= 1209600
    error_message = "retention_seconds is ${var.retention_seconds}; right is 86400 (a day) to 1209600 (14 days)."
  }
}

variable "encryption" {
  description = "`kms` (key of ours or yours) or `sqs` (keys that SQS manages, no cost)"
  type        = string
  nullable    = false
  default     = "kms"

  validation {
    condition     = contains(["kms", "sqs"], var.encryption)
    error_message = "encryption is '${var.encryption}'; right is kms or sqs."
  }
}

variable "kms_key_arn" {
  description = "Existing key for the queues and topics; its policy must let s3, sns and events .amazonaws.com use it. null makes a key"
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || var.encryption == "kms"
    error_message = "kms_key_arn is set but encryption is '${var.encryption}'; right is encryption = \"kms\"."
  }
}

variable "event_bus_name" {
  description = "Event bus that carries the S3 events of buckets with notification = \"eventbridge\""
  type        = string
  nullable    = false
  default     = "default"
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
