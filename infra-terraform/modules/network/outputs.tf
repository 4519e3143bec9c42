output "vpc_id" {
  description = "VPC, new or existing"
  value       = local.creates ? aws_vpc.this[0].id : var.existing.vpc_id
}

output "private_subnet_ids" {
  description = "Subnets without a way to the internet"
  value       = local.creates ? [for zone in local.zones : aws_subnet.private[zone].id] : var.existing.private_subnet_ids
}

output "public_subnet_ids" {
  description = "Subnets with a way to the internet; empty without public_subnets"
  value       = local.creates ? [for zone in keys(local.public_ranges) : aws_subnet.public[zone].id] : var.existing.public_subnet_ids
}

output "cidr" {
  description = "Address range of a VPC made here; null for an existing one"
  value       = local.creates ? var.cidr : null
}
