variable "name" {
  description = "Begin of all names"
  type        = string
  nullable    = false
}

variable "bucket" {
  description = "Log bucket of the SIEM"
  type        = string
  nullable    = false
}

variable "databases" {
  description = "Databases by a name of yours: engine as RDS calls it, identifier of the instance or cluster; `cluster` for Multi-AZ clusters, which Aurora's always are"
  type = map(object({
    engine     = string
    identifier = string
    cluster    = optional(bool, false)
  }))
  nullable = false

  validation {
    condition     = alltrue([for database in values(var.databases) : contains(["aurora-mysql", "aurora-postgresql", "mariadb", "mysql", "postgres"], database.engine)])
    error_message = "databases: engine must be aurora-mysql, aurora-postgresql, mariadb, mysql or postgres; found ${join(", ", distinct([for database in values(var.databases) : database.engine]))}."
  }

  validation {
    condition     = length(var.databases) > 0
    error_message = "databases is empty; name at least one."
  }
}

variable "logs" {
  description = "Logs of MySQL and MariaDB; general has every statement. PostgreSQL has one log"
  type        = set(string)
  nullable    = false
  default     = ["audit", "error", "slowquery"]

  validation {
    condition     = length(var.logs) > 0 && length(setsubtract(var.logs, ["audit", "error", "general", "slowquery"])) == 0
    error_message = "logs has ${join(", ", var.logs)}; right are audit, error, general and slowquery."
  }
}

variable "create_log_groups" {
  description = "Whether the log groups are made here; false where the databases export already"
  type        = bool
  nullable    = false
  default     = true
}

variable "log_retention_days" {
  description = "How long the log groups keep what Firehose has carried on (days)"
  type        = number
  nullable    = false
  default     = 7
}

variable "log_kms_key_arn" {
  description = "KMS key of the log groups; null takes the key that CloudWatch manages"
  type        = string
  default     = null
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
