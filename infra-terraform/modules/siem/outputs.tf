output "log_bucket" {
  description = "Bucket that logs are delivered to; null with log_bucket.create = false"
  value       = one(module.log_bucket[*].name)
}

output "dead_letter_bucket" {
  description = "Bucket of records that could not become documents"
  value       = module.dead_letter_bucket.name
}

output "queue_url" {
  description = "Queue of the fleet (SIEM_QUEUE_URL)"
  value       = module.queue.queue_url
}

output "queue_arn" {
  description = "ARN of that queue, for the notifications of other accounts' buckets"
  value       = module.queue.queue_arn
}

output "event_bus_arn" {
  description = "Event bus that other accounts forward the events of their buckets to (module log-sources/event-forwarding)"
  value       = "arn:${data.aws_partition.current.partition}:events:${local.region}:${local.account_id}:event-bus/default"
}

output "dead_letter_queue_url" {
  description = "Queue of messages that were given up (SIEM_DLQ_URL)"
  value       = module.queue.dead_letter_queue_url
}

output "opensearch_url" {
  description = "Endpoint of OpenSearch (OPENSEARCH_URL)"
  value       = module.opensearch.url
}

output "dashboards_url" {
  description = "OpenSearch Dashboards; null for an existing collection"
  value       = module.opensearch.dashboards_url
}

output "image_repositories" {
  description = "Where the images are pushed to"
  value       = module.images.urls
}

output "worker_task_definition_arn" {
  description = "Task definition of the worker"
  value       = module.worker.task_definition_arn
}

output "worker_role_arn" {
  description = "Role of the worker; an existing domain must map it to a role that may write"
  value       = module.worker.task_role_arn
}

output "client_security_group_ids" {
  description = "Security groups of worker and bootstrap; an existing domain in a VPC must let HTTPS in from them"
  value       = { worker = module.worker.security_group_id, bootstrap = module.bootstrap.security_group_id }
}

output "bootstrap_role_arn" {
  description = "Role of bootstrap; an existing domain must map it to all_access"
  value       = module.bootstrap.task_role_arn
}

output "bootstrap_command" {
  description = "Runs bootstrap by hand, with the AWS CLI"
  value       = module.bootstrap.run_command
}

output "maxmind_secret_command" {
  description = "Puts the MaxMind licence key in, with the AWS CLI; null where nothing is to be put in"
  value       = one(module.enrichment[*].secret_command)
}

output "enrichment_command" {
  description = "Fetches GeoIP databases and threat lists by hand, with the AWS CLI; null without enrichment"
  value       = one(module.enrichment[*].run_command)
}

output "alarm_topic_arn" {
  description = "Topic of all alarms"
  value       = module.observability.topic_arn
}

output "health_alarm_name" {
  description = "Composite alarm; OK means that the SIEM is healthy"
  value       = module.observability.health_alarm_name
}

output "metrics_dashboard_url" {
  description = "CloudWatch dashboard of the fleet"
  value       = module.observability.dashboard_url
}

output "cli_environment" {
  description = "Environment of `siem` and `siem doctor` for this installation, one variable a line"
  value = join("\n", [for name, value in {
    AWS_REGION              = local.region
    OPENSEARCH_URL          = module.opensearch.url
    SIEM_OPENSEARCH_AUTH    = local.opensearch.auth
    SIEM_OPENSEARCH_SERVICE = local.opensearch.service
    SIEM_QUEUE_URL          = module.queue.queue_url
    SIEM_DLQ_URL            = module.queue.dead_letter_queue_url
    SIEM_LOG_BUCKET         = try(module.log_bucket[0].name, "")
    SIEM_DEAD_LETTER_BUCKET = module.dead_letter_bucket.name
  } : "${name}=${value}" if value != ""])
}

output "scaling" {
  description = "The numbers that scaling runs on, for `npm run simulate`"
  value       = module.worker.scaling
}
