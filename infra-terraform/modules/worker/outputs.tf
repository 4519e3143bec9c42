output "service_name" {
  description = "Name of the ECS service"
  value       = aws_ecs_service.this.name
}

output "cluster_arn" {
  description = "ARN of the ECS cluster"
  value       = local.cluster_arn
}

output "cluster_name" {
  description = "Name of the ECS cluster, a dimension of its metrics"
  value       = local.cluster_name
}

output "task_definition_arn" {
  description = "ARN of the task definition's revision"
  value       = aws_ecs_task_definition.this.arn
}

output "task_role_arn" {
  description = "Role of the worker's code; OpenSearch must map it to a role that may write"
  value       = aws_iam_role.task.arn
}

output "task_role_name" {
  description = "Name of that role"
  value       = aws_iam_role.task.name
}

output "security_group_id" {
  description = "Security group of the tasks; let it into OpenSearch on 443"
  value       = aws_security_group.this.id
}

output "log_group_name" {
  description = "Log group with the worker's own logs and metrics"
  value       = aws_cloudwatch_log_group.this.name
}

output "metrics_namespace" {
  description = "CloudWatch namespace of the worker's metrics"
  value       = var.metrics_namespace
}

output "scaling" {
  description = "The numbers that scaling runs on, for `npm run simulate`"
  value = {
    min_tasks                  = var.min_tasks
    max_tasks                  = var.max_tasks
    backlog_target_seconds     = var.backlog_target_seconds
    cpu_target_percent         = var.cpu_target_percent
    scale_out_cooldown_seconds = var.scale_out_cooldown_seconds
    scale_in_cooldown_seconds  = var.scale_in_cooldown_seconds
    spot_percent               = var.spot_percent
  }
}
