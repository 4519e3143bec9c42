variable "bucket" {
  description = "Name of the bucket that AWS services deliver logs to"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket is '${var.bucket}'; right is 3 to 63 lower case letters, digits, dots and hyphens."
  }
}

variable "senders" {
  description = "Services that may write: cloudtrail, config, guardduty, elb, s3-access, log-delivery (VPC flow logs, Route 53 Resolver, WAF, CloudFront, MSK, ...)"
  type        = set(string)
  nullable    = false
  default     = ["cloudtrail", "config", "elb", "guardduty", "log-delivery", "s3-access"]

  validation {
    condition     = length(setsubtract(var.senders, ["cloudtrail", "config", "elb", "guardduty", "log-delivery", "s3-access"])) == 0
    error_message = "senders has unknown services; right are cloudtrail, config, elb, guardduty, log-delivery and s3-access."
  }
}

variable "sender_account_ids" {
  description = "Accounts whose services may write; the account of the bucket when empty. With organization_id, accounts whose load balancers write: whether ELB says its organization is not documented"
  type        = set(string)
  nullable    = false
  default     = []

  validation {
    condition     = alltrue([for id in var.sender_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "sender_account_ids must be account ids of 12 digits."
  }
}

variable "organization_id" {
  description = "AWS organization whose accounts may write, instead of naming each"
  type        = string
  default     = null

  validation {
    condition     = var.organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "organization_id is '${coalesce(var.organization_id, "null")}'; right is like o-a1b2c3d4e5."
  }
}

variable "kms_key_arn" {
  description = "KMS key for server-side encryption; null takes the keys that S3 manages. ELB can deliver only to the latter"
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || !contains(var.senders, "elb")
    error_message = "ELB cannot deliver to a bucket with a KMS key: leave kms_key_arn at null or take elb out of senders."
  }
}

variable "expire_days" {
  description = "Days until logs go from S3 (days); they stay searchable as long as OpenSearch keeps them. null keeps them"
  type        = number
  default     = 365
}

variable "infrequent_access_days" {
  description = "Days until logs move to S3 Standard-IA (days); null leaves them where they are"
  type        = number
  default     = null
}

variable "accepts_acls" {
  description = "Whether senders may set ACLs; only CloudFront's standard logs (legacy) need it"
  type        = bool
  nullable    = false
  default     = false
}

variable "force_destroy" {
  description = "Whether `terraform destroy` deletes the bucket with the logs in it"
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
