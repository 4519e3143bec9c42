################################################################################
# Measures indexes and shards every hour and puts what it finds into the log bucket; deletes old indexes of collections
################################################################################

data "aws_region" "current" {}

data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

locals {
  region = data.aws_region.current.name

  environment = merge(
    {
      AWS_REGION                = local.region
      OPENSEARCH_URL            = var.opensearch.url
      SIEM_OPENSEARCH_AUTH      = var.opensearch.auth
      SIEM_OPENSEARCH_SERVICE   = var.opensearch.service
      SIEM_OPENSEARCH_REGION    = local.region
      SIEM_LOG_BUCKET           = var.log_bucket
      SIEM_ACCOUNT_ID           = data.aws_caller_identity.current.account_id
      SIEM_METRICS_PERIOD_HOURS = tostring(var.period_hours)
    },
    var.opensearch.auth == "basic" ? { SIEM_OPENSEARCH_USERNAME = var.opensearch.username } : {},
    var.delete_after_days == null ? {} : { SIEM_DELETE_AFTER_DAYS = tostring(var.delete_after_days) },
  )
}

data "aws_iam_policy_document" "task" {
  statement {
    sid       = "WriteMeasurements"
    actions   = ["s3:PutObject"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.log_bucket}/AWSLogs/*/OpenSearch/metrics/*"]
  }

  dynamic "statement" {
    for_each = var.log_bucket_kms_key_arn[*]
    content {
      sid       = "EncryptMeasurements"
      actions   = ["kms:GenerateDataKey"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${local.region}.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.opensearch.auth == "sigv4" && var.opensearch.service == "es" ? [var.opensearch.arn] : []
    content {
      sid       = "Measure"
      actions   = ["es:ESHttpGet"]
      resources = ["${statement.value}/*"]
    }
  }

  # The list of cold indexes goes on by POST.
  dynamic "statement" {
    for_each = var.opensearch.auth == "sigv4" && var.opensearch.service == "es" ? [var.opensearch.arn] : []
    content {
      sid       = "ListColdIndexes"
      actions   = ["es:ESHttpPost"]
      resources = ["${statement.value}/_cold/indices/_search"]
    }
  }

  dynamic "statement" {
    for_each = var.opensearch.auth == "sigv4" && var.opensearch.service == "aoss" ? [var.opensearch.arn] : []
    content {
      sid       = "Measure"
      actions   = ["aoss:APIAccessAll"]
      resources = [statement.value]
    }
  }
}

module "task" {
  source = "../one-shot-task"

  name             = var.name
  purpose          = "Measures the indexes and shards of OpenSearch"
  image            = var.image
  cpu_architecture = var.cpu_architecture
  cpu              = 256
  memory_mib       = 512
  environment      = local.environment
  secrets          = var.opensearch.auth == "basic" ? { SIEM_OPENSEARCH_PASSWORD = var.opensearch.password_secret_arn } : {}

  secret_kms_key_arns = var.opensearch.password_kms_key_arn[*]
  task_policies       = { measure = data.aws_iam_policy_document.task.json }

  schedule = { expression = "rate(${var.period_hours} ${var.period_hours == 1 ? "hour" : "hours"})" }

  cluster_arn              = var.cluster_arn
  vpc_id                   = var.vpc_id
  subnet_ids               = var.subnet_ids
  assign_public_ip         = var.assign_public_ip
  failure_topic_arns       = var.failure_topic_arns
  log_retention_days       = var.log_retention_days
  log_kms_key_arn          = var.log_kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}
