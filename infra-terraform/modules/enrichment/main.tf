################################################################################
# GeoIP databases and threat lists: a bucket, a key, and a task that fills the one with the other
################################################################################

data "aws_region" "current" {}

locals {
  # Without anything to fetch the bucket is there for log types, exclusions and rules of your own.
  schedule = var.maxmind == null && length(var.threat_lists) == 0 ? null : { expression = var.schedule, window_minutes = 60 }

  makes_key           = var.maxmind != null && try(var.maxmind.secret_arn, null) == null
  secret_kms_key_arns = var.maxmind == null ? [] : local.makes_key ? var.kms_key_arn[*] : var.maxmind.kms_key_arn[*]
  secret_arn          = var.maxmind == null ? null : local.makes_key ? aws_secretsmanager_secret.maxmind[0].arn : var.maxmind.secret_arn
}

module "bucket" {
  source = "../bucket"

  bucket        = var.bucket
  kms_key_arn   = var.kms_key_arn
  force_destroy = var.force_destroy
  tags          = var.tags
}

# Only the container: the value is put in by a person, so that it is in no state file.
resource "aws_secretsmanager_secret" "maxmind" {
  #checkov:skip=CKV2_AWS_57:MaxMind has no interface to rotate a licence key
  #checkov:skip=CKV_AWS_149:encrypted by Secrets Manager's own key unless kms_key_arn is set
  count = local.makes_key ? 1 : 0

  name                    = "${var.name}/maxmind"
  description             = "Licence key of MaxMind GeoLite2 for ${var.name}"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
  tags                    = var.tags
}

data "aws_iam_policy_document" "task" {
  # Whatever comes from outside may replace databases and lists, but no rules and log types.
  statement {
    sid       = "WriteDatabasesAndLists"
    actions   = ["s3:PutObject"]
    resources = ["${module.bucket.arn}/geoip/*", "${module.bucket.arn}/threat/*"]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn[*]
    content {
      sid       = "Encrypt"
      actions   = ["kms:GenerateDataKey"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${data.aws_region.current.name}.amazonaws.com"]
      }
    }
  }
}

module "task" {
  source = "../one-shot-task"

  name             = var.name
  purpose          = "Fetches GeoIP databases and threat lists"
  image            = var.image
  cpu_architecture = var.cpu_architecture
  cpu              = 512
  memory_mib       = 1024

  environment = merge(
    {
      SIEM_ENRICHMENT_BUCKET = module.bucket.name
      SIEM_THREAT_LISTS      = jsonencode(var.threat_lists)
    },
    var.maxmind == null ? {} : {
      SIEM_MAXMIND_ACCOUNT_ID = var.maxmind.account_id
      SIEM_MAXMIND_EDITIONS   = join(",", var.maxmind.editions)
    },
    var.environment,
  )
  secrets             = var.maxmind == null ? {} : { SIEM_MAXMIND_LICENSE_KEY = local.secret_arn }
  secret_kms_key_arns = local.secret_kms_key_arns
  task_policies       = { enrichment = data.aws_iam_policy_document.task.json }

  schedule = local.schedule

  cluster_arn              = var.cluster_arn
  vpc_id                   = var.vpc_id
  subnet_ids               = var.subnet_ids
  assign_public_ip         = var.assign_public_ip
  failure_topic_arns       = var.failure_topic_arns
  log_retention_days       = var.log_retention_days
  log_kms_key_arn          = var.log_kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}
