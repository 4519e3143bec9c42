output "config_id" {
  description = "Id of the query log configuration"
  value       = aws_route53_resolver_query_log_config.this.id
}
