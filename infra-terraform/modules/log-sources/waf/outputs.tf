output "web_acl_arns" {
  description = "Web ACLs that are recorded"
  value       = [for configuration in aws_wafv2_web_acl_logging_configuration.this : configuration.resource_arn]
}
