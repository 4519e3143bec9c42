output "topic_arn" {
  description = "Topic of all alarms"
  value       = aws_sns_topic.this.arn
}

output "topic_kms_key_arn" {
  description = "Key that the topic encrypts with"
  value       = aws_sns_topic.this.kms_master_key_id
}

output "health_alarm_name" {
  description = "Composite alarm; OK means that the SIEM is healthy"
  value       = aws_cloudwatch_composite_alarm.unhealthy.alarm_name
}

output "alarm_names" {
  description = "Alarms that it is made of"
  value       = sort(local.members)
}

output "dashboard_url" {
  description = "Dashboard in the console"
  value       = "https://${local.region}.console.aws.amazon.com/cloudwatch/home?region=${local.region}#dashboards/dashboard/${aws_cloudwatch_dashboard.this.dashboard_name}"
}
