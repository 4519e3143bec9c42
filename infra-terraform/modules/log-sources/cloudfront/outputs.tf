output "delivery_ids" {
  description = "Deliveries by the distribution's name"
  value       = { for name, delivery in aws_cloudwatch_log_delivery.this : name => delivery.id }
}
