# Subscriber of Amazon Security Lake: its OCSF records in Parquet, read under its role with an external id. Apply it in the account of the lake.

provider "aws" {
  region = var.region

  default_tags {
    tags = { Project = var.name }
  }
}

data "aws_caller_identity" "current" {}

module "siem" {
  source = "../../modules/siem"

  name          = var.name
  image_tag     = var.image_tag
  force_destroy = var.force_destroy

  # Security Lake has EventBridge switched on for its bucket.
  log_bucket = { create = false }
  further_log_buckets = { lake = {
    bucket       = var.lake_bucket
    notification = "eventbridge"
    manage       = false
  } }
  bucket_roles = [{
    bucket      = var.lake_bucket
    role_arn    = module.subscriber.role_arn
    external_id = var.external_id
  }]

  opensearch = {
    in_vpc     = false
    zones      = 1
    data_nodes = { instance_type = "r7g.large.search", count = 1, volume_gib = 500 }
  }
  people = var.people

  network  = { public_subnets = true, interface_endpoints = [] }
  tasks_in = "public"
  worker   = { min_tasks = 0, max_tasks = 10, spot_percent = 100 }
  alarms   = { emails = var.alarm_emails }
}

module "subscriber" {
  source = "../../modules/log-sources/security-lake-subscriber"

  name              = var.name
  worker_account_id = data.aws_caller_identity.current.account_id
  external_id       = var.external_id
  sources           = var.sources
  queue             = false
}
