################################################################################
# What cannot write to S3 by itself: events of EventBridge (Security Hub, Inspector, Macie, WorkSpaces, ...) and log groups
# of CloudWatch Logs (RDS, MSK, CloudHSM, EKS, instances). Each gets a stream whose prefix tells the SIEM the log type.
################################################################################

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  account    = data.aws_caller_identity.current.account_id
  region     = data.aws_region.current.name
  bucket_arn = "arn:${local.partition}:s3:::${var.bucket}"
  streams    = merge(var.events, var.log_groups)
  groups     = merge([for name, source in var.log_groups : { for group in source.log_groups : "${name}:${group}" => { stream = name, group = group } }]...)
}

data "aws_iam_policy_document" "trust" {
  for_each = { firehose = "firehose.amazonaws.com", events = "events.amazonaws.com", logs = "logs.amazonaws.com" }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.value]
    }

    # Without it another account could make the service act for it (confused deputy).
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

data "aws_iam_policy_document" "deliver" {
  statement {
    sid       = "Deliver"
    actions   = ["s3:AbortMultipartUpload", "s3:PutObject"]
    resources = ["${local.bucket_arn}/*"]
  }

  statement {
    sid       = "FindBucket"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [local.bucket_arn]
  }

  dynamic "statement" {
    for_each = var.bucket_kms_key_arn[*]
    content {
      sid       = "Encrypt"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${local.region}.amazonaws.com"]
      }
    }
  }
}

data "aws_iam_policy_document" "put" {
  statement {
    sid       = "PutRecords"
    actions   = ["firehose:PutRecord", "firehose:PutRecordBatch"]
    resources = [for stream in aws_kinesis_firehose_delivery_stream.this : stream.arn]
  }
}

resource "aws_iam_role" "this" {
  for_each = data.aws_iam_policy_document.trust

  name                 = "${var.name}-${each.key}-to-s3"
  assume_role_policy   = each.value.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  for_each = { firehose = data.aws_iam_policy_document.deliver.json, events = data.aws_iam_policy_document.put.json, logs = data.aws_iam_policy_document.put.json }

  name   = "logs"
  role   = aws_iam_role.this[each.key].id
  policy = each.value
}

resource "aws_kinesis_firehose_delivery_stream" "this" {
  #checkov:skip=CKV_AWS_241:encrypted with the service's own key
  for_each = local.streams

  name        = "${var.name}-${each.key}"
  destination = "extended_s3"
  tags        = var.tags

  server_side_encryption {
    enabled = true
  }

  extended_s3_configuration {
    role_arn            = aws_iam_role.this["firehose"].arn
    bucket_arn          = local.bucket_arn
    prefix              = "AWSLogs/${local.account}/${each.value.prefix}/${local.region}/"
    error_output_prefix = "firehose-errors/${each.key}/"
    buffering_size      = 64
    buffering_interval  = var.buffer_seconds
    # Log groups send gzip already; the SIEM opens gzip in gzip.
    compression_format = "GZIP"
  }
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = var.events

  name          = "${var.name}-${each.key}"
  description   = "Events for the SIEM"
  event_pattern = each.value.pattern
  tags          = var.tags
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = var.events

  rule     = aws_cloudwatch_event_rule.this[each.key].name
  arn      = aws_kinesis_firehose_delivery_stream.this[each.key].arn
  role_arn = aws_iam_role.this["events"].arn
}

resource "aws_cloudwatch_log_subscription_filter" "this" {
  for_each = local.groups

  name            = "${var.name}-${each.value.stream}"
  log_group_name  = each.value.group
  filter_pattern  = ""
  destination_arn = aws_kinesis_firehose_delivery_stream.this[each.value.stream].arn
  role_arn        = aws_iam_role.this["logs"].arn
}
