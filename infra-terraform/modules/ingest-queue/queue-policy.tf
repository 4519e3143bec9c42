################################################################################
# Who may send: the log buckets, by whichever way they notify, and nobody else
################################################################################

data "aws_iam_policy_document" "queue" {
  dynamic "statement" {
    for_each = local.direct
    content {
      sid       = "FromBucket${replace(title(statement.key), "/[^A-Za-z0-9]/", "")}"
      actions   = ["sqs:SendMessage"]
      resources = [local.queue_arn]

      principals {
        type        = "Service"
        identifiers = ["s3.amazonaws.com"]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = [local.bucket_arns[statement.key]]
      }

      # A bucket's ARN has no account in it: a deleted bucket's name can be taken by a stranger.
      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [local.owners[statement.key]]
      }
    }
  }

  dynamic "statement" {
    for_each = length(local.sns) > 0 ? [1] : []
    content {
      sid       = "FromTopics"
      actions   = ["sqs:SendMessage"]
      resources = [local.queue_arn]

      principals {
        type        = "Service"
        identifiers = ["sns.amazonaws.com"]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = values(local.topic_arns)
      }
    }
  }

  dynamic "statement" {
    for_each = length(local.eventbridge) > 0 ? [1] : []
    content {
      sid       = "FromEventBridge"
      actions   = ["sqs:SendMessage"]
      resources = [local.queue_arn]

      principals {
        type        = "Service"
        identifiers = ["events.amazonaws.com"]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = [for rule in aws_cloudwatch_event_rule.this : rule.arn]
      }
    }
  }

  statement {
    sid       = "DenyWithoutTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [local.queue_arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

################################################################################
# The dead-letter queue also takes what EventBridge could not deliver
################################################################################

data "aws_iam_policy_document" "dead_letters" {
  dynamic "statement" {
    for_each = length(local.eventbridge) > 0 ? [1] : []
    content {
      sid       = "FromEventBridge"
      actions   = ["sqs:SendMessage"]
      resources = [local.dead_letter_queue_arn]

      principals {
        type        = "Service"
        identifiers = ["events.amazonaws.com"]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = [for rule in aws_cloudwatch_event_rule.this : rule.arn]
      }
    }
  }

  statement {
    sid       = "DenyWithoutTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [local.dead_letter_queue_arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

################################################################################
# Policies were resources of their own: whoever applied those keeps what they wrote
################################################################################

removed {
  from = aws_sqs_queue_policy.this

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_sqs_queue_policy.dead_letters

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_sqs_queue_redrive_allow_policy.dead_letters

  lifecycle {
    destroy = false
  }
}
