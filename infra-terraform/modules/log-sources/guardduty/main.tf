################################################################################
# GuardDuty, its findings exported to the log bucket
################################################################################

data "aws_partition" "current" {}

locals {
  detector_id = var.detector_id == null ? aws_guardduty_detector.this[0].id : var.detector_id
}

resource "aws_guardduty_detector" "this" {
  #checkov:skip=CKV2_AWS_3:the organization's accounts are switched on below where organization_members says so
  count = var.detector_id == null ? 1 : 0

  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
  tags                         = var.tags
}

# From the account that the organization delegated GuardDuty to.
resource "aws_guardduty_organization_configuration" "this" {
  count = var.organization_members == null ? 0 : 1

  detector_id                      = local.detector_id
  auto_enable_organization_members = var.organization_members
}

resource "aws_guardduty_publishing_destination" "this" {
  detector_id     = local.detector_id
  destination_arn = "arn:${data.aws_partition.current.partition}:s3:::${var.bucket}"
  kms_key_arn     = var.kms_key_arn
}
