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

variable "organization_id" {
  description = "The organization, such as o-a1b2c3d4e5"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "organization_id is '${var.organization_id}'; right is like o-a1b2c3d4e5."
  }
}

variable "log_archive" {
  description = "The log archive account: a profile of the AWS CLI for it, its id, the buckets (such as Control Tower's aws-controltower-logs-…), the keys they are encrypted with, and how they tell of new objects: `s3` where they have no notifications, `sns` with the topic_arn that they publish to, `eventbridge` where that is switched on; null goes without"
  type = object({
    profile      = string
    account_id   = string
    buckets      = list(string)
    kms_key_arns = optional(list(string), [])
    notification = optional(string, "s3")
    topic_arn    = optional(string)
  })
  default = null

  validation {
    condition     = contains(["eventbridge", "s3", "sns"], try(var.log_archive.notification, "s3"))
    error_message = "log_archive.notification is '${try(var.log_archive.notification, "")}'; right is s3, sns or eventbridge."
  }

  validation {
    condition     = (try(var.log_archive.notification, "s3") == "sns") == (try(var.log_archive.topic_arn, null) != null)
    error_message = "log_archive.topic_arn goes with notification = \"sns\", which needs it, and only with it."
  }
}

variable "external_id" {
  description = "What the workers say when they take the archive's role: eight characters or more"
  type        = string
  nullable    = false
  default     = "siem-log-archive"
}

variable "organization_trail" {
  description = "Whether a trail of all accounts is made; it needs the management account or that of CloudTrail's delegated administrator. false where Control Tower has one"
  type        = bool
  nullable    = false
  default     = true
}

variable "security_hub" {
  description = "Whether Security Hub is switched on in all accounts and its findings are loaded; it needs the account of its delegated administrator"
  type        = bool
  nullable    = false
  default     = false
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

variable "dashboards_cidrs" {
  description = "Addresses inside the VPC's reach (VPN, Direct Connect, peering) that may open OpenSearch Dashboards"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "maxmind_account_id" {
  description = "MaxMind account for GeoIP; null goes without"
  type        = string
  default     = null
}

variable "availability_zones" {
  description = "Zones of the new VPC, where the first ones of the region lack an instance type; empty takes those"
  type        = list(string)
  nullable    = false
  default     = []
}
