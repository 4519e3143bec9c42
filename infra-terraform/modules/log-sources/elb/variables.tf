variable "bucket" {
  description = "Log bucket of the SIEM, in the load balancers' region and encrypted with the keys of S3; its policy must let load balancers write (module log-bucket, sender elb)"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket is '${var.bucket}'; right is 3 to 63 lower case letters, digits, dots and hyphens."
  }
}

variable "load_balancer_arns" {
  description = "Load balancers that are made elsewhere, for output commands"
  type        = list(string)
  nullable    = false
  default     = []

  validation {
    condition     = alltrue([for arn in var.load_balancer_arns : can(regex("^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:loadbalancer/[A-Za-z0-9/-]+$", arn))])
    error_message = "load_balancer_arns has ${join(", ", var.load_balancer_arns)}; right are ARNs of load balancers."
  }
}

variable "health_checks" {
  description = "Whether application load balancers deliver the results of health checks too"
  type        = bool
  nullable    = false
  default     = false
}
