# By index, not by one(): a function takes the mark of the domain's sensitive parts over to everything in it.
locals {
  domain_endpoint    = local.makes_domain ? aws_opensearch_domain.this[0].endpoint : null
  domain_dashboards  = local.makes_domain ? aws_opensearch_domain.this[0].dashboard_endpoint : null
  collection_created = one(aws_opensearchserverless_collection.this)
}

output "url" {
  description = "Endpoint (OPENSEARCH_URL of worker and bootstrap)"
  value = {
    domain     = try("https://${local.domain_endpoint}", null)
    serverless = try(local.collection_created.collection_endpoint, null)
    existing   = try(var.existing.url, null)
  }[var.kind]
}

output "arn" {
  description = "ARN of the domain or collection"
  value = {
    domain     = local.domain_arn
    serverless = try(local.collection_created.arn, null)
    existing   = try(var.existing.arn, null)
  }[var.kind]
}

output "service" {
  description = "AWS service that requests are signed for: es or aoss"
  value       = { domain = "es", serverless = "aoss", existing = try(var.existing.service, "es") }[var.kind]
}

output "dashboards_url" {
  description = "OpenSearch Dashboards; of an existing domain where Amazon OpenSearch Service has it"
  value = {
    domain     = try("https://${local.domain_dashboards}", null)
    serverless = try(local.collection_created.dashboard_endpoint, null)
    existing   = try(var.existing.service == "es" ? "${trimsuffix(var.existing.url, "/")}/_dashboards" : null, null)
  }[var.kind]
}

output "domain_name" {
  description = "Name of the domain, a dimension of its metrics; null for others"
  value       = local.makes_domain ? var.name : null
}

output "security_group_id" {
  description = "Security group of the endpoint; null outside a VPC"
  value       = one(aws_security_group.this[*].id)
}
