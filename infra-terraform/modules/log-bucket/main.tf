################################################################################
# Where AWS services deliver their logs
################################################################################

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  arn = "arn:${data.aws_partition.current.partition}:s3:::${var.bucket}"

  # The service principal of each sender, and whether it asks for the bucket's ACL first. Application and classic load
  # balancers have a statement of their own below.
  principals = {
    cloudtrail     = { service = "cloudtrail.amazonaws.com", checks_acl = true }
    config         = { service = "config.amazonaws.com", checks_acl = true }
    guardduty      = { service = "guardduty.amazonaws.com", checks_acl = true }
    "log-delivery" = { service = "delivery.logs.amazonaws.com", checks_acl = true }
    "s3-access"    = { service = "logging.s3.amazonaws.com", checks_acl = false }
  }
  elb_service = "logdelivery.elasticloadbalancing.amazonaws.com"
  senders     = { for sender, principal in local.principals : sender => principal if contains(var.senders, sender) }

  accounts = sort(length(var.sender_account_ids) > 0 ? var.sender_account_ids : [data.aws_caller_identity.current.account_id])

  # Without such a condition any account could make the service write here (confused deputy). What a service says of itself
  # differs: CloudTrail's page has the trail, the others' have the account. Of an organization's accounts only writing is
  # asked for, as AWS' own bucket of Control Tower does it.
  said_by_account = { for sender in keys(local.senders) : sender => sender == "cloudtrail" ? {
    test     = "ArnLike"
    variable = "aws:SourceArn"
    values   = [for account in local.accounts : "arn:${data.aws_partition.current.partition}:cloudtrail:*:${account}:trail/*"]
    } : { test = "StringEquals", variable = "aws:SourceAccount", values = local.accounts }
  }
  said = var.organization_id == null ? local.said_by_account : { for sender in keys(local.senders) : sender => {
    test = "StringEquals", variable = "aws:SourceOrgID", values = [var.organization_id]
  } }
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
        test     = local.said[statement.key].test
        variable = local.said[statement.key].variable
        values   = local.said[statement.key].values
      }
    }
  }

  # AWS documents no condition here, but folders: load balancers of an account write below its number and nowhere else,
  # and their own prefixes may not have AWSLogs in them.
  dynamic "statement" {
    for_each = contains(var.senders, "elb") ? [1] : []
    content {
      sid       = "WriteElb"
      actions   = ["s3:PutObject"]
      resources = flatten([for account in local.accounts : ["${local.arn}/AWSLogs/${account}/*", "${local.arn}/*/AWSLogs/${account}/*"]])

      principals {
        type        = "Service"
        identifiers = [local.elb_service]
      }
    }
  }

  dynamic "statement" {
    for_each = contains(var.senders, "elb") && var.organization_id != null ? [var.organization_id] : []
    content {
      sid       = "WriteElbOfOrganization"
      actions   = ["s3:PutObject"]
      resources = ["${local.arn}/*"]

      principals {
        type        = "Service"
        identifiers = [local.elb_service]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceOrgID"
        values   = [statement.value]
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

      dynamic "condition" {
        for_each = var.organization_id == null ? [local.said_by_account[statement.key]] : []
        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
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
