variable "name" {
  description = "Begin of all names"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,40}$", var.name))
    error_message = "name is '${var.name}'; right are up to 40 letters, digits, hyphens and underscores."
  }
}

variable "bucket" {
  description = "Log bucket of the SIEM; its policy must let delivery.logs.amazonaws.com write (module log-bucket, sender log-delivery)"
  type        = string
  nullable    = false
}

variable "distribution_arns" {
  description = "Distributions by a name of yours"
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.distribution_arns) : can(regex("^arn:[a-z-]+:cloudfront::[0-9]{12}:distribution/[A-Z0-9]+$", arn))])
    error_message = "distribution_arns has ${join(", ", values(var.distribution_arns))}; right is like arn:aws:cloudfront::111122223333:distribution/E0A1B2C3D4E5F6."
  }

  validation {
    condition     = alltrue([for name in keys(var.distribution_arns) : can(regex("^[A-Za-z0-9_-]{1,19}$", name))])
    error_message = "distribution_arns has the names ${join(", ", keys(var.distribution_arns))}; right are up to 19 letters, digits, hyphens and underscores."
  }
}

variable "output_format" {
  description = "`json`, `w3c` or `parquet` (which costs more)"
  type        = string
  nullable    = false
  default     = "json"

  validation {
    condition     = contains(["json", "parquet", "w3c"], var.output_format)
    error_message = "output_format is '${var.output_format}'; right is json, w3c or parquet."
  }
}

variable "fields" {
  description = "Fields to record; CloudFront's standard ones when empty"
  type        = list(string)
  nullable    = false
  default     = []

  validation {
    condition     = length(var.fields) == 0 || length(setsubtract(["date", "time", "x-edge-location", "c-ip", "cs-method", "cs-uri-stem", "sc-status"], var.fields)) == 0
    error_message = "fields leaves out what the log type asks for: date, time, x-edge-location, c-ip, cs-method, cs-uri-stem and sc-status."
  }
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
