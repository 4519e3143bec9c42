################################################################################
# The domain's own logs
################################################################################

locals {
  log_types = local.makes_domain ? toset(["AUDIT_LOGS", "ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"]) : []
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:encrypted by CloudWatch's own key unless log_kms_key_arn is set
  #checkov:skip=CKV_AWS_338:retention is a variable
  for_each = local.log_types

  name              = "/aws/opensearch/${var.name}/${lower(replace(each.value, "_", "-"))}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  tags              = var.tags
}

data "aws_iam_policy_document" "logs" {
  count = local.makes_domain ? 1 : 0

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:${local.partition}:logs:${local.region}:${local.account_id}:log-group:/aws/opensearch/${var.name}/*"]

    principals {
      type        = "Service"
      identifiers = ["es.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [local.domain_arn]
    }
  }
}

resource "aws_cloudwatch_log_resource_policy" "this" {
  count = local.makes_domain ? 1 : 0

  policy_name     = "${var.name}-opensearch"
  policy_document = data.aws_iam_policy_document.logs[0].json
}
