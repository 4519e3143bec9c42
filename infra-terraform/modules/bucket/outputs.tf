output "name" {
  description = "Name of the bucket, once its policy is in force"
  value       = aws_s3_bucket_policy.this.bucket
}

output "arn" {
  description = "ARN of the bucket, once its policy is in force"
  value       = aws_s3_bucket.this.arn

  # A service that finds itself without rights adds statements of its own to the policy (flow logs), or refuses.
  depends_on = [aws_s3_bucket_policy.this]
}

output "domain_name" {
  description = "Regional host name of the bucket"
  value       = aws_s3_bucket.this.bucket_regional_domain_name
}
