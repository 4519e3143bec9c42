################################################################################
# Applied in the account of a bucket: its new objects are told to the event bus of the SIEM's account
################################################################################

data "aws_caller_identity" "current" {}

resource "aws_s3_bucket_notification" "this" {
  for_each = var.manage_notifications ? var.buckets : []

  bucket      = each.value
  eventbridge = true
}

resource "aws_cloudwatch_event_rule" "this" {
  name        = var.name
  description = "New objects for the SIEM of another account"

  event_pattern = jsonencode({
    source        = ["aws.s3"]
    "detail-type" = ["Object Created"]
    detail        = { bucket = { name = sort(var.buckets) } }
  })

  tags = var.tags
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

data "aws_iam_policy_document" "forward" {
  statement {
    sid       = "Forward"
    actions   = ["events:PutEvents"]
    resources = [var.event_bus_arn]
  }
}

resource "aws_iam_role" "this" {
  name                 = var.name
  description          = "Forwards the events of log buckets to the SIEM's account"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "forward"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.forward.json
}

resource "aws_cloudwatch_event_target" "this" {
  rule     = aws_cloudwatch_event_rule.this.name
  arn      = var.event_bus_arn
  role_arn = aws_iam_role.this.arn
}
