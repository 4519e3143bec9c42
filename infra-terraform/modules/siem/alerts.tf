################################################################################
# The domain's monitors tell the topic of all alarms
################################################################################

locals {
  alerts = var.opensearch.kind == "domain"
}

data "aws_iam_policy_document" "alerts_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["es.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_iam_role" "alerts" {
  count = local.alerts ? 1 : 0

  name                 = "${var.name}-alerts"
  description          = "OpenSearch publishes alerts"
  assume_role_policy   = data.aws_iam_policy_document.alerts_assume.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "alerts" {
  statement {
    sid       = "Publish"
    actions   = ["sns:Publish"]
    resources = [module.observability.topic_arn]
  }

  statement {
    sid       = "Encrypt"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [module.observability.topic_kms_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["sns.${local.region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "alerts" {
  count = local.alerts ? 1 : 0

  name   = "publish"
  role   = aws_iam_role.alerts[0].id
  policy = data.aws_iam_policy_document.alerts.json
}
