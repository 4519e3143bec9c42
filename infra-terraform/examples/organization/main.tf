# Many accounts: they deliver to one bucket here, and the log archive that is there already is read in its own account.

provider "aws" {
  region = var.region

  default_tags {
    tags = { Project = var.name }
  }
}

provider "aws" {
  alias   = "log_archive"
  region  = var.region
  profile = try(var.log_archive.profile, null)

  default_tags {
    tags = { Project = var.name }
  }
}

module "siem" {
  source = "../../modules/siem"

  name          = var.name
  image_tag     = var.image_tag
  force_destroy = var.force_destroy

  # Every account of the organization delivers here, and none outside of it.
  log_bucket = { organization_id = var.organization_id }

  further_log_buckets = { for bucket in local.archive_buckets : bucket => {
    bucket       = bucket
    account_id   = var.log_archive.account_id
    notification = var.log_archive.notification
    topic_arn    = var.log_archive.topic_arn
    manage       = false
  } }
  bucket_roles = [for bucket in local.archive_buckets : {
    bucket      = bucket
    role_arn    = local.reader_role_arn
    external_id = var.external_id
  }]
  further_log_bucket_kms_key_arns = try(var.log_archive.kms_key_arns, [])

  opensearch = {
    zones             = 3
    data_nodes        = { instance_type = "r7g.large.search", count = 3, volume_gib = 500 }
    dedicated_masters = {}
    ultrawarm         = {}
    cold_storage      = true
    dashboards_cidrs  = var.dashboards_cidrs
  }
  people = var.people

  network = { zone_count = 3, availability_zones = var.availability_zones, public_subnets = var.maxmind_account_id != null }
  worker  = { min_tasks = 1, max_tasks = 20, spot_percent = 50 }

  enrichment = var.maxmind_account_id == null ? null : { maxmind = { account_id = var.maxmind_account_id } }
  alarms     = { emails = var.alarm_emails, expected_log_types = { cloudtrail = 1 } }
}

################################################################################
# The log archive, in its own account
################################################################################

data "aws_partition" "current" {}

locals {
  archive_buckets = try(var.log_archive.buckets, [])
  reader_role     = "${var.name}-log-reader"
  # Written, not read from the resource: the role's trust names the workers, which are told of the role.
  reader_role_arn = "arn:${data.aws_partition.current.partition}:iam::${try(var.log_archive.account_id, "")}:role/${local.reader_role}"
}

module "log_archive" {
  source = "../../modules/log-sources/log-archive-reader"
  count  = var.log_archive == null ? 0 : 1

  providers = { aws = aws.log_archive }

  name            = local.reader_role
  buckets         = var.log_archive.buckets
  worker_role_arn = module.siem.worker_role_arn
  external_id     = var.external_id
  queue_arn       = var.log_archive.notification == "s3" ? module.siem.queue_arn : null
  kms_key_arns    = var.log_archive.kms_key_arns
}

module "log_archive_events" {
  source = "../../modules/log-sources/event-forwarding"
  count  = try(var.log_archive.notification, "") == "eventbridge" ? 1 : 0

  providers = { aws = aws.log_archive }

  name          = "${var.name}-log-events"
  buckets       = var.log_archive.buckets
  event_bus_arn = module.siem.event_bus_arn
}

################################################################################
# What is done in all accounts
################################################################################

module "cloudtrail" {
  source = "../../modules/log-sources/cloudtrail"
  count  = var.organization_trail ? 1 : 0

  name         = var.name
  bucket       = module.siem.log_bucket
  organization = true
}

module "security_hub" {
  source = "../../modules/log-sources/security-hub"
  count  = var.security_hub ? 1 : 0

  organization = true
}

module "findings" {
  source = "../../modules/log-sources/firehose"
  count  = var.security_hub ? 1 : 0

  name   = var.name
  bucket = module.siem.log_bucket
  events = { securityhub = module.security_hub[0].firehose_event }
}
