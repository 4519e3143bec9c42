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

variable "lake_bucket" {
  description = "Bucket of the lake in this region, as `aws securitylake list-data-lakes` says"
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.lake_bucket, "aws-security-data-lake-")
    error_message = "lake_bucket is '${var.lake_bucket}'; right begins with aws-security-data-lake-."
  }
}

variable "external_id" {
  description = "What the workers say when they take the lake's role: eight characters or more, such as a UUID"
  type        = string
  nullable    = false
}

variable "sources" {
  description = "Sources of the lake"
  type        = set(string)
  nullable    = false
  default     = ["CLOUD_TRAIL_MGMT", "ROUTE53", "SH_FINDINGS", "VPC_FLOW"]
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
