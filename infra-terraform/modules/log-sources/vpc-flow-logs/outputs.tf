output "flow_log_ids" {
  description = "Flow log by VPC"
  value       = { for vpc, log in aws_flow_log.this : vpc => log.id }
}
