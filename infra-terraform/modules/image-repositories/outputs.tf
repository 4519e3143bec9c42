output "urls" {
  description = "Repository URL of each deployable; put a tag behind it"
  value       = { for deployable, repository in aws_ecr_repository.this : deployable => repository.repository_url }
}
