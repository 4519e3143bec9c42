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

variable "systems" {
  description = "Operating systems whose agents are told what to collect: linux, windows"
  type        = set(string)
  nullable    = false
  default     = ["linux", "windows"]

  validation {
    condition     = length(var.systems) > 0 && length(setsubtract(var.systems, ["linux", "windows"])) == 0
    error_message = "systems has ${join(", ", var.systems)}; right are linux and windows."
  }
}

variable "windows_channels" {
  description = "Event logs of Windows that are collected"
  type        = set(string)
  nullable    = false
  default     = ["Application", "Microsoft-Windows-PowerShell/Operational", "Security", "System"]
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
