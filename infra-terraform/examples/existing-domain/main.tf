# A domain and buckets that are there already: only the queue, the fleet and bootstrap are new. This is how an installation of
# the reference is taken over (docs/migration.md).

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

  log_bucket = { create = false }
  further_log_buckets = { for bucket in var.log_buckets : bucket => {
    bucket       = bucket
    notification = var.notification
    manage       = var.notification == "s3"
  } }
  further_log_bucket_kms_key_arns = var.log_bucket_kms_key_arns

  opensearch          = { kind = "existing", existing = { url = var.opensearch.url, arn = var.opensearch.arn } }
  opensearch_password = var.opensearch_password
  people              = var.people

  # In the domain's VPC; for a public endpoint in a VPC of public addresses, without endpoints to pay.
  network = {
    existing            = var.opensearch.vpc
    public_subnets      = var.opensearch.vpc == null
    interface_endpoints = []
  }
  tasks_in = var.opensearch.vpc == null ? "public" : "private"
  worker   = { min_tasks = 1, max_tasks = 10 }
  alarms   = { emails = var.alarm_emails }
}
