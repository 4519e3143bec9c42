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

variable "cpu_architecture" {
  description = "`ARM64` or `X86_64`, as the images were built"
  type        = string
  nullable    = false
  default     = "ARM64"
}

variable "people" {
  description = "Who uses OpenSearch beside the tasks: `dashboards_users` (e-mail addresses) are invited to sign in to Dashboards, the others are ARNs of IAM roles and users; operators run `siem doctor` (module siem)"
  type = object({
    dashboards_users = optional(set(string), [])
    operators        = optional(list(string), [])
    analysts         = optional(list(string), [])
    readers          = optional(list(string), [])
  })
  nullable = false
  default  = {}
}

variable "existing_opensearch" {
  description = "URL and ARN of an existing domain instead of a new one"
  type = object({
    url = string
    arn = string
  })
  default = null
}

variable "maxmind_account_id" {
  description = "MaxMind account for GeoIP; null goes without"
  type        = string
  default     = null
}

variable "threat_lists" {
  description = "Lists of indicators that workers mark records by, by name: HTTPS URL of a text, CSV or STIX 2 file (module enrichment); mind their terms of use"
  type = map(object({
    url    = string
    format = optional(string, "text")
    column = optional(string)
  }))
  nullable = false
  default  = {}
}

variable "alarm_emails" {
  description = "Who hears alarms"
  type        = set(string)
  nullable    = false
  default     = []
}

variable "cloudtrail" {
  description = "Whether a trail of this account is made; false where there is one already"
  type        = bool
  nullable    = false
  default     = true
}

variable "worker_environment" {
  description = "Further variables of the worker"
  type        = map(string)
  nullable    = false
  default     = {}
}

variable "force_destroy" {
  description = "Whether `terraform destroy` deletes the logs too"
  type        = bool
  nullable    = false
  default     = false
}

variable "availability_zones" {
  description = "Zones of the new VPC, where the first ones of the region lack an instance type; empty takes those"
  type        = list(string)
  nullable    = false
  default     = []
}
