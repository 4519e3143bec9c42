################################################################################
# Servers and containers: what their agents are told, and the way from their log groups to the log bucket
################################################################################

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name

  # The prefix tells the log type.
  groups = merge(
    !contains(var.systems, "linux") ? {} : {
      linux-secure   = { name = "/${var.name}/linux/secure", prefix = "EC2/Linux/Secure", files = ["/var/log/secure", "/var/log/auth.log"] }
      linux-messages = { name = "/${var.name}/linux/messages", prefix = "EC2/Linux/Messages", files = ["/var/log/messages", "/var/log/syslog"] }
    },
    !contains(var.systems, "windows") ? {} : {
      windows-event = { name = "/${var.name}/windows/event", prefix = "EC2/Windows/Event", files = [] }
    },
  )

  # CloudWatch agents take the file that exists; distributions name them differently.
  linux = { logs = { logs_collected = { files = { collect_list = flatten([
    for key, group in local.groups : [for file in group.files : {
      file_path       = file
      log_group_name  = group.name
      log_stream_name = "{instance_id}"
      timezone        = "UTC"
    }]
  ]) } } } }

  windows = { logs = { logs_collected = { windows_events = { collect_list = [
    for channel in sort(var.windows_channels) : {
      event_name      = channel
      event_levels    = ["VERBOSE", "INFORMATION", "WARNING", "ERROR", "CRITICAL"]
      event_format    = "xml"
      log_group_name  = try(local.groups["windows-event"].name, "")
      log_stream_name = "{instance_id}"
    }
  ] } } } }

  configurations = merge(
    contains(var.systems, "linux") ? { linux = local.linux } : {},
    contains(var.systems, "windows") ? { windows = local.windows } : {},
  )

  firelens_folder = "AWSLogs/${local.account}/ECS/${local.region}"
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:encrypted by CloudWatch's own key unless log_kms_key_arn is set
  #checkov:skip=CKV_AWS_338:the SIEM keeps the logs; here they wait for Firehose only
  for_each = local.groups

  name              = each.value.name
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  tags              = var.tags
}

# The agents' managed policy (CloudWatchAgentServerPolicy) lets instances read parameters of this name.
resource "aws_ssm_parameter" "this" {
  #checkov:skip=CKV2_AWS_34:names of files and log groups are no secret, and instances read them without a key
  for_each = local.configurations

  name        = "AmazonCloudWatch-${var.name}-${each.key}"
  description = "CloudWatch agent on ${each.key}: logs for the SIEM"
  type        = "String"
  value       = jsonencode(each.value)
  tags        = var.tags
}

module "firehose" {
  source = "../firehose"

  name                     = var.name
  bucket                   = var.bucket
  log_groups               = { for key, group in local.groups : key => { prefix = group.prefix, log_groups = [group.name] } }
  bucket_kms_key_arn       = var.bucket_kms_key_arn
  buffer_seconds           = var.buffer_seconds
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags

  depends_on = [aws_cloudwatch_log_group.this]
}

# Containers need no log group: FireLens' Fluent Bit writes to the bucket itself.
data "aws_iam_policy_document" "firelens" {
  statement {
    sid       = "WriteContainerLogs"
    actions   = ["s3:PutObject"]
    resources = ["arn:${local.partition}:s3:::${var.bucket}/${local.firelens_folder}/*"]
  }

  dynamic "statement" {
    for_each = var.bucket_kms_key_arn[*]
    content {
      sid       = "Encrypt"
      actions   = ["kms:GenerateDataKey"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${local.region}.amazonaws.com"]
      }
    }
  }
}
