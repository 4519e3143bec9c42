variable "bucket" {
  description = "Log bucket of the SIEM (output log_bucket of module siem)"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket is '${var.bucket}'; right is 3 to 63 lower case letters, digits, dots and hyphens."
  }
}

variable "kms_key_arn" {
  description = "KMS key of the findings, which GuardDuty asks for; its policy must let guardduty.amazonaws.com encrypt and the worker decrypt"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "kms_key_arn is '${var.kms_key_arn}'; right is like arn:aws:kms:eu-west-1:111122223333:key/…"
  }
}

variable "detector_id" {
  description = "Detector that is there already; null makes one"
  type        = string
  default     = null
}

variable "organization_members" {
  description = "Which accounts of the organization have GuardDuty switched on, said by the delegated administrator: `ALL`, `NEW` or `NONE`; null leaves the organization alone"
  type        = string
  default     = null

  validation {
    condition     = contains(["ALL", "NEW", "NONE"], coalesce(var.organization_members, "NONE"))
    error_message = "organization_members is '${coalesce(var.organization_members, "null")}'; right is ALL, NEW, NONE or null."
  }
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
