################################################################################
# GuardDuty, its findings exported to the log bucket
################################################################################

data "aws_partition" "current" {}

resource "aws_guardduty_detector" "this" {
  count = var.detector_id == null ? 1 : 0

  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
  tags                         = var.tags
}

resource "aws_guardduty_publishing_destination" "this" {
  detector_id     = var.detector_id == null ? aws_guardduty_detector.this[0].id : var.detector_id
  destination_arn = "arn:${data.aws_partition.current.partition}:s3:::${var.bucket}"
  kms_key_arn     = var.kms_key_arn
}
