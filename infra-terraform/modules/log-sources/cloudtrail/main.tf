################################################################################
# A trail of the account or of the whole organization, delivered to the log bucket
################################################################################


resource "aws_cloudtrail" "this" {
  #checkov:skip=CKV_AWS_35:encrypted by the log bucket's own setting unless kms_key_arn is set
  #checkov:skip=CKV_AWS_252:new objects are told to the SIEM's queue by the bucket, which needs no topic
  #checkov:skip=CKV2_AWS_10:records go to S3, where the SIEM loads them; a copy in CloudWatch Logs would be paid twice
  name                          = var.name
  s3_bucket_name                = var.bucket
  s3_key_prefix                 = var.prefix
  is_multi_region_trail         = true
  is_organization_trail         = var.organization
  include_global_service_events = true
  enable_log_file_validation    = true
  kms_key_id                    = var.kms_key_arn
  tags                          = var.tags

  dynamic "advanced_event_selector" {
    for_each = length(var.data_events) > 0 || var.insights ? concat(["Management"], sort(var.data_events)) : []
    content {
      name = advanced_event_selector.value

      field_selector {
        field  = "eventCategory"
        equals = [advanced_event_selector.value == "Management" ? "Management" : "Data"]
      }

      dynamic "field_selector" {
        for_each = advanced_event_selector.value == "Management" ? [] : [advanced_event_selector.value]
        content {
          field  = "resources.type"
          equals = [field_selector.value]
        }
      }
    }
  }

  dynamic "insight_selector" {
    for_each = var.insights ? ["ApiCallRateInsight", "ApiErrorRateInsight"] : []
    content {
      insight_type = insight_selector.value
    }
  }
}
