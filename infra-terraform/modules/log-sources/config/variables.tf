variable "name" {
  description = "Name of recorder and delivery channel; an account has one of each in a region"
  type        = string
  nullable    = false
  default     = "default"
}

variable "bucket" {
  description = "Log bucket of the SIEM"
  type        = string
  nullable    = false
}

variable "global_resources" {
  description = "Whether IAM's resources are recorded here; true in one region of an account"
  type        = bool
  nullable    = false
  default     = true
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
