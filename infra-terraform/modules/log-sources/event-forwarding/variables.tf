variable "name" {
  description = "Name of rule and role"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]{1,64}$", var.name))
    error_message = "name is '${var.name}'; right are up to 64 letters, digits, dots, hyphens and underscores."
  }
}

variable "buckets" {
  description = "Buckets of this account"
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.buckets) > 0
    error_message = "buckets is empty: nothing would be told."
  }
}

variable "event_bus_arn" {
  description = "Event bus of the SIEM's account in the same region (output event_bus_arn of module siem); module ingest-queue lets this account in"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:events:[a-z0-9-]+:[0-9]{12}:event-bus/", var.event_bus_arn))
    error_message = "event_bus_arn is '${var.event_bus_arn}'; right is like arn:aws:events:eu-west-1:111122223333:event-bus/default."
  }
}

variable "manage_notifications" {
  description = "Whether the buckets' notification configuration is written here, which turns events on and removes other notifications; false where it belongs to somebody else, who must turn EventBridge on"
  type        = bool
  nullable    = false
  default     = false
}

variable "permissions_boundary_arn" {
  description = "Boundary of the role; null for none"
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
