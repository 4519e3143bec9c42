# No nodes to size: a collection of Amazon OpenSearch Serverless. It has no ISM, no alerting and no fine-grained access; the housekeeper
# deletes what is too old.

provider "aws" {
  region = var.region

  default_tags {
    tags = { Project = var.name }
  }
}

module "siem" {
  source = "../../modules/siem"

  name          = var.name
  image_tag     = var.image_tag
  force_destroy = var.force_destroy

  opensearch = {
    kind              = "serverless"
    in_vpc            = false
    standby_replicas  = var.standby_replicas
    retention_days    = var.retention_days
    further_role_arns = var.further_role_arns
  }

  network          = { public_subnets = true, interface_endpoints = [] }
  tasks_in         = "public"
  queue_encryption = "sqs"
  worker           = { min_tasks = 0, max_tasks = 10, spot_percent = 100 }
  alarms           = { emails = var.alarm_emails }
}

module "cloudtrail" {
  source = "../../modules/log-sources/cloudtrail"

  name   = var.name
  bucket = module.siem.log_bucket
}
