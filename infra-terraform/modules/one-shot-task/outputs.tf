output "task_definition_arn" {
  description = "ARN of the task definition's revision"
  value       = aws_ecs_task_definition.this.arn
}

output "task_role_arn" {
  description = "Role of the code"
  value       = aws_iam_role.task.arn
}

output "task_role_name" {
  description = "Name of that role"
  value       = aws_iam_role.task.name
}

output "security_group_id" {
  description = "Security group of the task; let it into OpenSearch on 443 where it goes there"
  value       = aws_security_group.this.id
}

output "log_group_name" {
  description = "Log group with the task's own logs"
  value       = aws_cloudwatch_log_group.this.name
}

output "run_command" {
  description = "Starts it by hand, with the AWS CLI"
  value = join(" ", [
    "aws ecs run-task --launch-type FARGATE",
    "--cluster ${var.cluster_arn}",
    "--task-definition ${var.name}",
    "--network-configuration 'awsvpcConfiguration={subnets=[${join(",", var.subnet_ids)}],securityGroups=[${join(",", concat([aws_security_group.this.id], var.security_group_ids))}],assignPublicIp=${var.assign_public_ip ? "ENABLED" : "DISABLED"}}'",
  ])
}
