output "task_definition_arn" {
  description = "ARN of the task definition's revision"
  value       = module.task.task_definition_arn
}

output "task_role_arn" {
  description = "Role of bootstrap; the domain's master role, or mapped to all_access in an existing one"
  value       = module.task.task_role_arn
}

output "security_group_id" {
  description = "Security group of the task; let it into OpenSearch on 443"
  value       = module.task.security_group_id
}

output "log_group_name" {
  description = "Log group with what bootstrap did"
  value       = module.task.log_group_name
}

output "run_command" {
  description = "Starts it by hand, with the AWS CLI"
  value       = module.task.run_command
}

output "due" {
  description = "When the run of this image and these settings starts or started (UTC)"
  value       = terraform_data.due.output
}
