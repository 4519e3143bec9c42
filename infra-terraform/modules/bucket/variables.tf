variable "bucket" {
  description = "Name of the bucket; the last part of its ARN"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket is '${var.bucket}'; right is 3 to 63 lower case letters, digits, dots and hyphens."
  }
}

variable "kms_key_arn" {
  description = "KMS key for server-side encryption; null takes the keys that S3 manages. ELB can deliver only to the latter"
  type        = string
  default     = null
}

variable "policy_statements" {
  description = "Statements of the bucket policy, as data.aws_iam_policy_document renders them (JSON); TLS is enforced in any case"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "expire_days" {
  description = "Days until objects go (days); null keeps them"
  type        = number
  default     = null

  validation {
    condition     = var.expire_days == null || try(var.expire_days >= 1 && var.expire_days == floor(var.expire_days), false)
    error_message = "expire_days is '${coalesce(var.expire_days, 0)}'; right is a whole number of days from 1, or null."
  }
}

variable "infrequent_access_days" {
  description = "Days until objects move to S3 Standard-IA (days); null leaves them where they are"
  type        = number
  default     = null

  validation {
    condition     = var.infrequent_access_days == null || try(var.infrequent_access_days >= 30, false)
    error_message = "infrequent_access_days is '${coalesce(var.infrequent_access_days, 0)}'; S3 moves objects after 30 days at the earliest."
  }

  validation {
    condition     = try(var.infrequent_access_days < var.expire_days, true)
    error_message = "infrequent_access_days is '${coalesce(var.infrequent_access_days, 0)}', but objects go after '${coalesce(var.expire_days, 0)}' days (expire_days); right is fewer."
  }
}

variable "accepts_acls" {
  description = "Whether senders may set ACLs; only CloudFront's standard logs (legacy) need it"
  type        = bool
  nullable    = false
  default     = false
}

variable "force_destroy" {
  description = "Whether `terraform destroy` deletes a bucket that holds objects"
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
