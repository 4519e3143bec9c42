variable "name" {
  description = "Name of the subscriber"
  type        = string
  nullable    = false
}

variable "worker_account_id" {
  description = "Account of the SIEM's workers"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.worker_account_id))
    error_message = "worker_account_id is '${var.worker_account_id}'; right are 12 digits."
  }
}

variable "external_id" {
  description = "What the workers must say when they take the role; keeps others from using it through AWS"
  type        = string
  nullable    = false
  sensitive   = true

  validation {
    condition     = length(var.external_id) >= 8
    error_message = "external_id must have 8 characters or more."
  }
}

variable "sources" {
  description = "AWS sources of Security Lake"
  type        = set(string)
  nullable    = false
  default     = ["CLOUD_TRAIL_MGMT", "EKS_AUDIT", "LAMBDA_EXECUTION", "ROUTE53", "S3_DATA", "SH_FINDINGS", "VPC_FLOW", "WAF"]

  validation {
    condition     = length(setsubtract(var.sources, ["CLOUD_TRAIL_MGMT", "EKS_AUDIT", "LAMBDA_EXECUTION", "ROUTE53", "S3_DATA", "SH_FINDINGS", "VPC_FLOW", "WAF"])) == 0
    error_message = "sources has unknown ones: ${join(", ", var.sources)}; right are CLOUD_TRAIL_MGMT, EKS_AUDIT, LAMBDA_EXECUTION, ROUTE53, S3_DATA, SH_FINDINGS, VPC_FLOW and WAF."
  }
}

variable "queue" {
  description = "Whether Security Lake makes a queue of its own for the subscriber; false where the SIEM's queue hears of the lake's bucket through EventBridge"
  type        = bool
  nullable    = false
  default     = true
}
