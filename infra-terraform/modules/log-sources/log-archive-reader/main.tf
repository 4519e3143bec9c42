################################################################################
# In the account of a log archive (Control Tower's, or any other): the role under which the SIEM's workers read it, and
# the notifications that tell them of new objects
################################################################################

data "aws_partition" "current" {}

locals {
  partition   = data.aws_partition.current.partition
  bucket_arns = [for bucket in var.buckets : "arn:${local.partition}:s3:::${bucket}"]
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [var.worker_role_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = var.name
  description          = "The SIEM's workers read logs"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "read" {
  statement {
    sid       = "ReadLogs"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = [for arn in local.bucket_arns : "${arn}/*"]
  }

  # Without it S3 answers 403 instead of 404 for an object that is gone.
  statement {
    sid       = "KnowMissingObjects"
    actions   = ["s3:ListBucket"]
    resources = local.bucket_arns
  }

  dynamic "statement" {
    for_each = length(var.kms_key_arns) > 0 ? [1] : []
    content {
      sid       = "DecryptLogs"
      actions   = ["kms:Decrypt"]
      resources = var.kms_key_arns

      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = ["s3.*.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "read-logs"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.read.json
}

# A bucket has exactly one notification configuration; Control Tower's has none.
resource "aws_s3_bucket_notification" "this" {
  for_each = var.queue_arn == null ? [] : toset(var.buckets)

  bucket = each.value

  queue {
    queue_arn = var.queue_arn
    events    = ["s3:ObjectCreated:*"]
  }
}
