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
  description = "VPCs whose traffic is recorded"
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in var.vpc_ids : can(regex("^vpc-[0-9a-f]{8,17}$", id))])
    error_message = "vpc_ids has ${join(", ", var.vpc_ids)}; right is like vpc-0a1b2c3d4e5f60718."
  }
}

variable "traffic" {
  description = "ALL, ACCEPT or REJECT"
  type        = string
  nullable    = false
  default     = "ALL"

  validation {
    condition     = contains(["ALL", "ACCEPT", "REJECT"], var.traffic)
    error_message = "traffic is '${var.traffic}'; right are ALL, ACCEPT and REJECT."
  }
}

variable "aggregation_seconds" {
  description = "How long packets of a flow are gathered: 60 shows more and costs more, 600 is the service's default"
  type        = number
  nullable    = false
  default     = 600

  validation {
    condition     = contains([60, 600], var.aggregation_seconds)
    error_message = "aggregation_seconds is ${var.aggregation_seconds}; AWS takes 60 and 600."
  }
}

variable "parquet" {
  description = "Whether files are Parquet, a fifth smaller; costs by the GB"
  type        = bool
  nullable    = false
  default     = false
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
