variable "name" {
  description = "Name of the VPC and prefix of what is in it"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name is '${var.name}'; right is 2 to 41 lower case letters, digits and hyphens, a letter first."
  }
}

variable "existing" {
  description = "An existing VPC instead of a new one: nothing is made in it, its ids pass through"
  type = object({
    vpc_id             = string
    private_subnet_ids = list(string)
    public_subnet_ids  = optional(list(string), [])
  })
  default = null

  validation {
    condition     = var.existing == null || try(length(var.existing.private_subnet_ids) + length(var.existing.public_subnet_ids) > 0, false)
    error_message = "existing names a VPC without a subnet; give private_subnet_ids or public_subnet_ids."
  }
}

variable "cidr" {
  description = "Address range of the VPC"
  type        = string
  nullable    = false
  default     = "10.76.0.0/20"

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 24, false)
    error_message = "cidr is '${var.cidr}'; right is an IPv4 range between /16 and /24, such as 10.76.0.0/20."
  }
}

variable "availability_zones" {
  description = "Zones of the subnets; empty takes the first zone_count of the region"
  type        = list(string)
  nullable    = false
  default     = []

  validation {
    condition     = length(var.availability_zones) <= 4
    error_message = "availability_zones has ${length(var.availability_zones)} zones; right is up to 4."
  }
}

variable "zone_count" {
  description = "Number of zones where availability_zones is empty"
  type        = number
  nullable    = false
  default     = 2

  validation {
    condition     = contains([1, 2, 3, 4], var.zone_count)
    error_message = "zone_count is ${var.zone_count}; right is 1 to 4."
  }
}

variable "public_subnets" {
  description = "Whether there are subnets with a way to the internet, for the enrichment download and for tasks with public addresses; nothing gets an address by itself"
  type        = bool
  nullable    = false
  default     = false
}

variable "interface_endpoints" {
  description = "AWS services that private subnets reach without NAT; each costs per zone and hour. S3 is always there and free"
  type        = set(string)
  nullable    = false
  default     = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "sqs", "sts"]

  validation {
    condition = length(setsubtract(var.interface_endpoints, [
      "aoss", "ecr.api", "ecr.dkr", "ecs", "es", "events", "kms", "logs", "monitoring", "secretsmanager", "sns", "sqs", "ssm", "sts",
    ])) == 0
    error_message = "interface_endpoints has services the SIEM does not use: right are aoss, ecr.api, ecr.dkr, ecs, es, events, kms, logs, monitoring, secretsmanager, sns, sqs, ssm, sts."
  }
}

variable "flow_logs" {
  description = "Bucket for the flow logs of this VPC; null goes without"
  type = object({
    bucket_arn = string
  })
  default = null
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
