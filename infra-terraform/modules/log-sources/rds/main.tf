################################################################################
# Logs of RDS and Aurora databases: exported to log groups by the databases, carried to the log bucket by Firehose
################################################################################

locals {
  families = {
    mysql               = "MySQL"
    "aurora-mysql"      = "MySQL"
    mariadb             = "MariaDB"
    postgres            = "PostgreSQL"
    "aurora-postgresql" = "PostgreSQL"
  }
  logs_of = {
    MySQL      = ["audit", "error", "general", "slowquery"]
    MariaDB    = ["audit", "error", "general", "slowquery"]
    PostgreSQL = ["postgresql"]
  }

  databases = { for name, database in var.databases : name => merge(database, {
    family = local.families[database.engine]
    logs   = setintersection(local.logs_of[local.families[database.engine]], concat(["postgresql"], tolist(var.logs)))
    folder = "/aws/rds/${startswith(database.engine, "aurora-") || database.cluster ? "cluster" : "instance"}/${database.identifier}"
  }) }

  groups = merge([for name, database in local.databases : { for log in database.logs : "${database.folder}/${log}" => {
    # Firehose writes it into the key, by which the log type is told.
    prefix = database.family == "PostgreSQL" ? "RDS/PostgreSQL" : "RDS/${database.family}/${log}"
    stream = lower(database.family == "PostgreSQL" ? "postgresql" : "${database.family}-${log}")
  } }]...)
}

# RDS would make them without an end.
resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:encrypted by CloudWatch's own key unless log_kms_key_arn is set
  #checkov:skip=CKV_AWS_338:the SIEM keeps the logs; here they wait for Firehose only
  for_each = var.create_log_groups ? local.groups : {}

  name              = each.key
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  tags              = var.tags
}

module "firehose" {
  source = "../firehose"

  name   = var.name
  bucket = var.bucket
  log_groups = { for stream in distinct(values(local.groups)[*].stream) : stream => {
    prefix     = one(distinct([for group in values(local.groups) : group.prefix if group.stream == stream]))
    log_groups = [for name, group in local.groups : name if group.stream == stream]
  } }
  bucket_kms_key_arn       = var.bucket_kms_key_arn
  buffer_seconds           = var.buffer_seconds
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags

  depends_on = [aws_cloudwatch_log_group.this]
}
