variable "name" {
  description = "Name of the trail"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$", var.name))
    error_message = "name is '${var.name}'; CloudTrail takes 3 to 128 letters, digits, dots, underscores and hyphens."
  }
}

variable "bucket" {
  description = "Log bucket; its policy must let cloudtrail.amazonaws.com write (module log-bucket, sender cloudtrail)"
  type        = string
  nullable    = false
}

variable "prefix" {
  description = "Prefix of the keys; null begins with AWSLogs/"
  type        = string
  default     = null
}

variable "organization" {
  description = "Whether the trail covers all accounts; apply it in the management account or that of the delegated administrator"
  type        = bool
  nullable    = false
  default     = false
}

variable "data_events" {
  description = "Resource types whose data events are recorded too, such as AWS::S3::Object and AWS::Lambda::Function; these cost by the event"
  type        = list(string)
  nullable    = false
  default     = []

  validation {
    condition     = alltrue([for type in var.data_events : can(regex("^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$", type))])
    error_message = "data_events has ${join(", ", var.data_events)}; right is like AWS::S3::Object."
  }
}

variable "insights" {
  description = "Whether CloudTrail Insights reports unusual rates of calls and errors; costs by the event"
  type        = bool
  nullable    = false
  default     = false
}

variable "kms_key_arn" {
  description = "KMS key of the log files; its policy must let CloudTrail encrypt and the worker decrypt. null takes the bucket's setting"
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
