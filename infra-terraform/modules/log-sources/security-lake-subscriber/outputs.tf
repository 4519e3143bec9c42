output "role_arn" {
  description = "Role that reads the lake's objects"
  value       = aws_securitylake_subscriber.this.role_arn
}

output "queue_endpoint" {
  description = "Queue that Security Lake fills; null with queue = false"
  value       = one(aws_securitylake_subscriber_notification.this[*].endpoint_id)
}
