data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.name
  account_id = data.aws_caller_identity.current.account_id

  threads = var.threads == null ? max(1, floor(var.cpu / 1024)) : var.threads

  # Autoscaling and alarms count tasks and throttling by these reports: one per task and minute.
  emf_interval_seconds = 60

  # Fargate grants no more.
  stop_timeout_seconds = 120

  log_bucket_arns = [for bucket in var.log_buckets : "arn:${local.partition}:s3:::${bucket}"]

  environment = merge(
    {
      AWS_REGION                      = local.region
      OPENSEARCH_URL                  = var.opensearch.url
      SIEM_OPENSEARCH_AUTH            = var.opensearch.auth
      SIEM_OPENSEARCH_SERVICE         = var.opensearch.service
      SIEM_OPENSEARCH_REGION          = local.region
      SIEM_QUEUE_URL                  = var.queue.url
      SIEM_DEAD_LETTER_BUCKET         = var.dead_letter_bucket
      SIEM_THREADS                    = tostring(local.threads)
      SIEM_THREAD_MEMORY_MIB          = tostring(var.thread_memory_mib)
      SIEM_VISIBILITY_TIMEOUT_SECONDS = tostring(var.visibility_timeout_seconds)
      SIEM_DRAIN_SECONDS              = tostring(var.drain_seconds)
      SIEM_HTTP_PORT                  = "8080"
      SIEM_EMF                        = "true"
      SIEM_EMF_NAMESPACE              = var.metrics_namespace
      SIEM_EMF_INTERVAL_SECONDS       = tostring(local.emf_interval_seconds)
    },
    # A domain maps the worker's role when bootstrap has run; a collection would let it write before, without templates.
    var.opensearch.service == "aoss" ? { SIEM_WAIT_FOR_TEMPLATES = "true" } : {},
    var.opensearch.auth == "basic" ? { SIEM_OPENSEARCH_USERNAME = var.opensearch.username } : {},
    var.enrichment_bucket == null ? {} : { SIEM_ENRICHMENT_BUCKET = var.enrichment_bucket },
    length(var.bucket_roles) == 0 ? {} : { SIEM_BUCKET_ROLES = jsonencode([for r in var.bucket_roles : merge(
      { bucket = r.bucket, roleArn = r.role_arn },
      r.external_id == null ? {} : { externalId = r.external_id },
    )]) },
    var.environment,
  )
}
