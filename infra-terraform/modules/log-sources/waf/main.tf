################################################################################
# Requests that web ACLs looked at
################################################################################

data "aws_partition" "current" {}

resource "aws_wafv2_web_acl_logging_configuration" "this" {
  for_each = var.web_acl_arns

  resource_arn            = each.value
  log_destination_configs = ["arn:${data.aws_partition.current.partition}:s3:::${var.bucket}"]

  dynamic "redacted_fields" {
    for_each = sort(var.redacted_headers)
    content {
      single_header {
        name = redacted_fields.value
      }
    }
  }
}
