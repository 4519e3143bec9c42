variable "bucket" {
  description = "Bucket for WAF's logs, which WAF wants to be named aws-waf-logs-…; the SIEM's queue must be told about its objects (module ingest-queue, buckets)"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^aws-waf-logs-[a-z0-9.-]{1,50}$", var.bucket))
    error_message = "bucket is '${var.bucket}'; WAF writes only to buckets that begin with aws-waf-logs-."
  }
}

variable "web_acl_arns" {
  description = "Web ACLs that are recorded; each is its own key in the map"
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.web_acl_arns) : can(regex("^arn:[a-z-]+:wafv2:", arn))])
    error_message = "web_acl_arns has ${join(", ", values(var.web_acl_arns))}; right are ARNs of WAF v2."
  }
}

variable "redacted_headers" {
  description = "Headers whose values are not recorded"
  type        = set(string)
  nullable    = false
  default     = ["authorization", "cookie"]
}
