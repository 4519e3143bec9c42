output "role_arn" {
  description = "Role that reads the lake's objects"
  value       = aws_securitylake_subscriber.this.role_arn
}

output "queue_endpoint" {
  description = "Queue that Security Lake fills; set it as the worker's SIEM_QUEUE_URL, or subscribe the SIEM's own queue"
  value       = aws_securitylake_subscriber_notification.this.endpoint_id
}
