output "name" {
  description = "Name of the bucket, once its policy is in force"
  value       = module.bucket.name
}

output "arn" {
  description = "ARN of the bucket, once its policy is in force"
  value       = module.bucket.arn
}

output "domain_name" {
  description = "Regional host name of the bucket"
  value       = module.bucket.domain_name
}
