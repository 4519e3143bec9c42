variable "bucket" {
  description = "Log bucket of the SIEM (output log_bucket of module siem)"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket is '${var.bucket}'; right is 3 to 63 lower case letters, digits, dots and hyphens."
  }
}

variable "buckets" {
  description = "Buckets whose requests are recorded, in the region of the log bucket; not the log bucket itself, which would fill itself"
  type        = set(string)
  nullable    = false

  validation {
    condition     = !contains(var.buckets, var.bucket)
    error_message = "buckets contains the log bucket ${var.bucket}: each delivery would be logged by another, without end."
  }
}
