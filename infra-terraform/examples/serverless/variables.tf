variable "name" {
  description = "Name of the installation"
  type        = string
  nullable    = false
  default     = "siem"
}

variable "region" {
  description = "Region of everything"
  type        = string
  nullable    = false
  default     = "us-east-1"
}

variable "image_tag" {
  description = "Version that runs, as pushed to the repositories (docs/deploy.md)"
  type        = string
  nullable    = false
  default     = "0.1.0"
}

variable "alarm_emails" {
  description = "Who hears alarms"
  type        = set(string)
  nullable    = false
  default     = []
}

variable "force_destroy" {
  description = "Whether `terraform destroy` deletes the logs too"
  type        = bool
  nullable    = false
  default     = false
}

variable "retention_days" {
  description = "How long documents stay in the collection (days)"
  type        = number
  nullable    = false
  default     = 90
}

variable "standby_replicas" {
  description = "Whether the collection stands in two zones; without it costs half"
  type        = bool
  nullable    = false
  default     = true
}

variable "further_role_arns" {
  description = "Roles of people and programs that read the collection"
  type        = list(string)
  nullable    = false
  default     = []
}
