output "queue_url" {
  description = "URL of the queue (SIEM_QUEUE_URL of the worker)"
  value       = aws_sqs_queue.this.url
}

output "queue_arn" {
  description = "ARN of the queue"
  value       = aws_sqs_queue.this.arn
}

output "queue_name" {
  description = "Name of the queue, the dimension of its metrics"
  value       = aws_sqs_queue.this.name
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue"
  value       = aws_sqs_queue.dead_letters.url
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue"
  value       = aws_sqs_queue.dead_letters.arn
}

output "dead_letter_queue_name" {
  description = "Name of the dead-letter queue, the dimension of its metrics"
  value       = aws_sqs_queue.dead_letters.name
}

output "kms_key_arn" {
  description = "Key that readers of the queue must be allowed to decrypt with; null with encryption = \"sqs\""
  value       = local.kms_key_arn
}

output "log_bucket_names" {
  description = "Names of the log buckets; readers need GetObject and ListBucket on them"
  value       = [for b in values(var.log_buckets) : b.bucket]
}

output "visibility_timeout_seconds" {
  description = "How long a received message stays hidden (s)"
  value       = aws_sqs_queue.this.visibility_timeout_seconds
}

output "topic_arns" {
  description = "Topics of the buckets with notification = \"sns\""
  value       = local.topic_arns
}
