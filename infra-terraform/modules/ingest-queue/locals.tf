data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition

  # By their names, since policies are made before the queues.
  queue_arn             = "arn:${local.partition}:sqs:${data.aws_region.current.name}:${local.account_id}:${var.name}"
  dead_letter_queue_arn = "${local.queue_arn}-dlq"

  direct      = { for key, b in var.log_buckets : key => b if b.notification == "s3" }
  sns         = { for key, b in var.log_buckets : key => b if b.notification == "sns" }
  eventbridge = { for key, b in var.log_buckets : key => b if b.notification == "eventbridge" }

  new_topics = { for key, b in local.sns : key => b if b.topic_arn == null }
  topic_arns = { for key, b in local.sns : key => b.topic_arn == null ? aws_sns_topic.this[key].arn : b.topic_arn }

  # EventBridge takes 64 characters, which a bucket's name alone may have.
  rule_names = { for key in keys(local.eventbridge) : key => length("${var.name}-${key}") <= 64 ? "${var.name}-${key}" :
    "${substr("${var.name}-${key}", 0, 55)}-${substr(sha1(key), 0, 8)}"
  }

  bucket_arns = { for key, b in var.log_buckets : key => "arn:${local.partition}:s3:::${b.bucket}" }
  owners      = { for key, b in var.log_buckets : key => coalesce(b.account_id, local.account_id) }

  kms_key_arn = var.encryption == "sqs" ? null : var.kms_key_arn != null ? var.kms_key_arn : aws_kms_key.this[0].arn
}
