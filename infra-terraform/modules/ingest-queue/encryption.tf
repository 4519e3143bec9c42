################################################################################
# Key of the queues and topics
################################################################################

data "aws_iam_policy_document" "key" {
  #checkov:skip=CKV_AWS_109:a key policy's own resource is the key; the account's administrators keep their rights on it
  #checkov:skip=CKV_AWS_111:the statement is for the account's administrators, as the default policy of a key
  #checkov:skip=CKV_AWS_356:in a key policy * means this key
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account_id}:root"]
    }
  }

  # What encrypts a message on its way in. Without a condition, as AWS documents it: whether S3 and EventBridge tell the key
  # for whom they ask depends on the destination. Whose messages come in is what the policies of queue and topics say.
  statement {
    sid       = "Senders"
    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com", "events.amazonaws.com"]
    }
  }

  statement {
    sid       = "Topics"
    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = distinct(concat([local.account_id], values(local.owners)))
    }
  }
}

resource "aws_kms_key" "this" {
  count = var.encryption == "kms" && var.kms_key_arn == null ? 1 : 0

  description             = "Messages of the queue ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.key.json
  tags                    = var.tags
}

resource "aws_kms_alias" "this" {
  count = length(aws_kms_key.this)

  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this[0].key_id
}
