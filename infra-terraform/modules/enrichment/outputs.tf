output "bucket" {
  description = "Bucket with databases and lists (SIEM_ENRICHMENT_BUCKET of the worker)"
  value       = module.bucket.name
}

output "secret_arn" {
  description = "Secret of the MaxMind licence key; null without maxmind"
  value       = local.secret_arn
}

output "secret_command" {
  description = "Puts the licence key in, with the AWS CLI; null where nothing is to be put in"
  value       = local.makes_key ? "aws secretsmanager put-secret-value --secret-id ${aws_secretsmanager_secret.maxmind[0].name} --secret-string LICENCE-KEY" : null
}

output "task_definition_arn" {
  description = "ARN of the task definition's revision"
  value       = module.task.task_definition_arn
}

output "task_role_arn" {
  description = "Role of the updater"
  value       = module.task.task_role_arn
}

output "log_group_name" {
  description = "Log group with what the updater did"
  value       = module.task.log_group_name
}

output "run_command" {
  description = "Starts it by hand, with the AWS CLI"
  value       = module.task.run_command
}
