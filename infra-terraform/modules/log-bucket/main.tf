################################################################################
# Where AWS services deliver their logs
################################################################################

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  arn = "arn:${data.aws_partition.current.partition}:s3:::${var.bucket}"

  # The service principal of each sender, and whether it asks for the bucket's ACL first.
  principals = {
    cloudtrail     = { service = "cloudtrail.amazonaws.com", checks_acl = true }
    config         = { service = "config.amazonaws.com", checks_acl = true }
    elb            = { service = "logdelivery.elasticloadbalancing.amazonaws.com", checks_acl = false }
    guardduty      = { service = "guardduty.amazonaws.com", checks_acl = true }
    "log-delivery" = { service = "delivery.logs.amazonaws.com", checks_acl = true }
    "s3-access"    = { service = "logging.s3.amazonaws.com", checks_acl = false }
  }
  senders = { for sender, principal in local.principals : sender => principal if contains(var.senders, sender) }

  # Without such a condition any account could make the service write here (confused deputy).
  source_test   = var.organization_id == null ? "aws:SourceAccount" : "aws:SourceOrgID"
  source_values = var.organization_id != null ? [var.organization_id] : length(var.sender_account_ids) > 0 ? var.sender_account_ids : [data.aws_caller_identity.current.account_id]
}

data "aws_iam_policy_document" "senders" {
  dynamic "statement" {
    for_each = local.senders
    content {
      sid       = "Write${replace(title(statement.key), "-", "")}"
      actions   = ["s3:PutObject"]
      resources = ["${local.arn}/*"]

      principals {
        type        = "Service"
        identifiers = [statement.value.service]
      }

      condition {
        test     = "StringEquals"
        variable = local.source_test
        values   = local.source_values
      }
    }
  }

  dynamic "statement" {
    for_each = { for sender, principal in local.senders : sender => principal if principal.checks_acl }
    content {
      sid       = "Check${replace(title(statement.key), "-", "")}"
      actions   = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListBucket"]
      resources = [local.arn]

      principals {
        type        = "Service"
        identifiers = [statement.value.service]
      }

      condition {
        test     = "StringEquals"
        variable = local.source_test
        values   = local.source_values
      }
    }
  }
}

module "bucket" {
  source = "../bucket"

  bucket                 = var.bucket
  kms_key_arn            = var.kms_key_arn
  policy_statements      = [data.aws_iam_policy_document.senders.json]
  expire_days            = var.expire_days
  infrequent_access_days = var.infrequent_access_days
  accepts_acls           = var.accepts_acls
  force_destroy          = var.force_destroy
  tags                   = var.tags
}
