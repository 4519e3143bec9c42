variable "name" {
  description = "Name of the query log configuration"
  type        = string
  nullable    = false
}

variable "bucket" {
  description = "Log bucket of the SIEM (output log_bucket of module siem)"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket is '${var.bucket}'; right is 3 to 63 lower case letters, digits, dots and hyphens."
  }
}

variable "vpc_ids" {
  description = "VPCs whose queries are recorded"
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in var.vpc_ids : can(regex("^vpc-[0-9a-f]{8,17}$", id))])
    error_message = "vpc_ids has ${join(", ", var.vpc_ids)}; right is like vpc-0a1b2c3d4e5f60718."
  }
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
