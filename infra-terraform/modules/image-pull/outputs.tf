output "ecr" {
  description = "Where in ECR the image is: `registry` (host), `account`, `region` and `repository`; null for an image from elsewhere"
  value       = local.image
}

output "statements" {
  description = "Statements of the policy of a task's execution role: `sid`, `actions` and `resources` each; empty for an image from elsewhere"
  value       = local.statements
}
