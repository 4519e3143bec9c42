################################################################################
# From the buckets to the queue
################################################################################

# S3 keeps one configuration per bucket and sends a test event when it is written, so the policies come first.
resource "aws_s3_bucket_notification" "this" {
  for_each = { for key, b in var.log_buckets : key => b if b.manage }

  bucket      = each.value.bucket
  eventbridge = each.value.notification == "eventbridge"

  dynamic "queue" {
    for_each = each.value.notification != "s3" ? [] : length(each.value.prefixes) > 0 ? each.value.prefixes : [null]
    content {
      queue_arn     = aws_sqs_queue.this.arn
      events        = ["s3:ObjectCreated:*"]
      filter_prefix = queue.value
    }
  }

  dynamic "topic" {
    for_each = each.value.notification != "sns" ? [] : length(each.value.prefixes) > 0 ? each.value.prefixes : [null]
    content {
      topic_arn     = local.topic_arns[each.key]
      events        = ["s3:ObjectCreated:*"]
      filter_prefix = topic.value
    }
  }

  depends_on = [aws_sns_topic_policy.this]
}

################################################################################
# SNS: others may subscribe to the same events
################################################################################

resource "aws_sns_topic" "this" {
  for_each = local.new_topics

  name              = "${var.name}-${each.key}"
  kms_master_key_id = local.kms_key_arn == null ? "alias/aws/sns" : local.kms_key_arn
  tags              = var.tags

  lifecycle {
    precondition {
      condition     = var.encryption == "kms"
      error_message = "A topic that S3 publishes to needs a customer managed key: set encryption = \"kms\", or give log_buckets.${each.key} the topic_arn of an existing topic."
    }
  }
}

data "aws_iam_policy_document" "topic" {
  for_each = local.new_topics

  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this[each.key].arn]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.bucket_arns[each.key]]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.owners[each.key]]
    }
  }
}

resource "aws_sns_topic_policy" "this" {
  for_each = local.new_topics

  arn    = aws_sns_topic.this[each.key].arn
  policy = data.aws_iam_policy_document.topic[each.key].json
}

resource "aws_sns_topic_subscription" "this" {
  for_each = local.sns

  topic_arn = local.topic_arns[each.key]
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.this.arn

  # The worker reads both forms; the raw one is smaller.
  raw_message_delivery = true
}

################################################################################
# EventBridge: for buckets whose notification configuration belongs to somebody else
################################################################################

# Other accounts forward theirs to this account's bus (module log-sources/event-forwarding).
resource "aws_cloudwatch_event_permission" "this" {
  for_each = setsubtract([for b in values(local.eventbridge) : b.account_id if b.account_id != null], [local.account_id])

  principal      = each.value
  statement_id   = "${var.name}-${each.value}"
  event_bus_name = var.event_bus_name
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = local.eventbridge

  name           = local.rule_names[each.key]
  description    = "New objects of ${each.value.bucket} go to the queue ${var.name}"
  event_bus_name = var.event_bus_name

  event_pattern = jsonencode({
    source        = ["aws.s3"]
    "detail-type" = ["Object Created"]
    account       = [local.owners[each.key]]
    detail = merge(
      { bucket = { name = [each.value.bucket] } },
      length(each.value.prefixes) > 0 ? { object = { key = [for prefix in each.value.prefixes : { prefix = prefix }] } } : {},
    )
  })

  tags = var.tags
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = local.eventbridge

  rule           = aws_cloudwatch_event_rule.this[each.key].name
  event_bus_name = var.event_bus_name
  arn            = aws_sqs_queue.this.arn

  # A day: EventBridge gives up after that, and S3 does not tell twice.
  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }
}
