################################################################################
# Requests to buckets
################################################################################

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

resource "aws_s3_bucket_logging" "this" {
  for_each = var.buckets

  bucket        = each.value
  target_bucket = var.bucket
  # Account and region are not in S3's own names; the SIEM reads them from the key.
  target_prefix = "AWSLogs/${data.aws_caller_identity.current.account_id}/s3accesslog/${data.aws_region.current.name}/${each.value}/"
}
