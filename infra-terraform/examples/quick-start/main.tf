# One account, smallest cost: one OpenSearch node, a fleet that sleeps while nothing arrives, no NAT and no endpoints to pay.

provider "aws" {
  region = var.region

  default_tags {
    tags = { Project = var.name }
  }
}

module "siem" {
  source = "../../modules/siem"

  name             = var.name
  image_tag        = var.image_tag
  cpu_architecture = var.cpu_architecture
  force_destroy    = var.force_destroy

  opensearch = {
    kind       = var.existing_opensearch == null ? "domain" : "existing"
    existing   = var.existing_opensearch
    in_vpc     = false
    zones      = 1
    data_nodes = { instance_type = "t3.medium.search", count = 1, volume_gib = 100 }
  }
  people = var.people

  # Public addresses instead of endpoints; the security groups let nothing in.
  network          = { public_subnets = true, interface_endpoints = [], availability_zones = var.availability_zones }
  tasks_in         = "public"
  queue_encryption = "sqs"

  worker = {
    cpu          = 1024
    memory_mib   = 2048
    min_tasks    = 0
    max_tasks    = 4
    spot_percent = 100
    environment  = var.worker_environment
  }

  # The bucket is there in any case, for log types and rules of your own; the nightly download where there is something to fetch.
  enrichment = {
    maxmind      = var.maxmind_account_id == null ? null : { account_id = var.maxmind_account_id }
    threat_lists = var.threat_lists
  }
  alarms = { emails = var.alarm_emails }
}

################################################################################
# Two sources to begin with: what is done in the account, and who talks to whom
################################################################################

module "cloudtrail" {
  source = "../../modules/log-sources/cloudtrail"
  count  = var.cloudtrail ? 1 : 0

  name   = var.name
  bucket = module.siem.log_bucket
}
