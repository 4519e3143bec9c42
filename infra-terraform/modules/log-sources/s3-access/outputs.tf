output "prefixes" {
  description = "Where each bucket's log goes"
  value       = { for name, logging in aws_s3_bucket_logging.this : name => logging.target_prefix }
}
