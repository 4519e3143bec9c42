output "task_definition_arn" {
  description = "ARN of the task definition's revision"
  value       = module.task.task_definition_arn
}

output "task_role_arn" {
  description = "Role of the housekeeper; bootstrap maps it to siem_monitor"
  value       = module.task.task_role_arn
}

output "security_group_id" {
  description = "Security group of the task; let it into OpenSearch on 443"
  value       = module.task.security_group_id
}

output "log_group_name" {
  description = "Log group with what the housekeeper did"
  value       = module.task.log_group_name
}

output "run_command" {
  description = "Starts it by hand, with the AWS CLI"
  value       = module.task.run_command
}

output "delete_after_days" {
  description = "Age at which indexes of a collection are deleted (days); null deletes none"
  value       = var.delete_after_days
}
