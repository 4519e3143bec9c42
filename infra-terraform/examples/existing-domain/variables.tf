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

variable "opensearch" {
  description = "URL and ARN of the domain, and the security group and VPC it is in; vpc null for a public endpoint"
  type = object({
    url = string
    arn = string
    vpc = optional(object({
      vpc_id             = string
      private_subnet_ids = list(string)
    }))
  })
  nullable = false

  validation {
    condition     = can(regex("^https://", var.opensearch.url)) && can(regex("^arn:[a-z-]+:es:", var.opensearch.arn))
    error_message = "opensearch needs an https URL and the ARN of a domain; found ${var.opensearch.url} and ${var.opensearch.arn}."
  }
}

variable "opensearch_password" {
  description = "Internal user and secret, for a domain without roles, and the secret's key, where it is one of yours; null signs requests with the tasks' roles, which the domain must map"
  type = object({
    username    = string
    secret_arn  = string
    kms_key_arn = optional(string)
  })
  default = null
}

variable "log_bucket_kms_key_arns" {
  description = "KMS keys that objects of those buckets are encrypted with, such as the reference's (alias/aes-siem-key)"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "log_buckets" {
  description = "Buckets of this account that have logs already, such as that of the reference's installation (aes-siem-<account>-log)"
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.log_buckets) > 0
    error_message = "log_buckets is empty; name at least one bucket."
  }
}

variable "notification" {
  description = "How those buckets tell of new objects: `eventbridge` beside notifications that they have (switch it on there), or `s3` where they have none"
  type        = string
  nullable    = false
  default     = "eventbridge"
}

variable "people" {
  description = "Who gets roles of OpenSearch beside the tasks: ARNs of IAM roles and users, or groups of the domain's single sign-on; operators run `siem doctor` (module siem)"
  type = object({
    operators = optional(list(string), [])
    analysts  = optional(list(string), [])
    readers   = optional(list(string), [])
  })
  nullable = false
  default  = {}
}
