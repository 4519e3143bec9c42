################################################################################
# The whole product: one queue, one fleet, one OpenSearch, and what belongs to them
################################################################################

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  region     = data.aws_region.current.name

  # Bucket names are global; account and region make them ours.
  unique             = "${local.account_id}-${local.region}"
  log_bucket         = coalesce(var.log_bucket.name, "${var.name}-log-${local.unique}")
  dead_letter_bucket = "${var.name}-dead-letter-${local.unique}"
  enrichment_bucket  = "${var.name}-enrichment-${local.unique}"

  images = { for deployable in ["bootstrap", "enrichment-updater", "housekeeper", "worker"] : deployable =>
    try(var.images[deployable], null) != null ? var.images[deployable] : "${module.images.urls[deployable]}:${var.image_tag}"
  }

  in_private_subnets = var.tasks_in == "private"
  task_subnet_ids    = local.in_private_subnets ? module.network.private_subnet_ids : module.network.public_subnet_ids
  opensearch_in_vpc  = var.opensearch.in_vpc && var.opensearch.kind != "existing"

  keeps_house = var.housekeeping && var.log_bucket.create

  # What OpenSearch has to know of the rest: whose roles to map, where dashboards and alerts go, what storage there is.
  bootstrap_environment = merge(
    {
      SIEM_WORKER_ROLE_ARN = module.worker.task_role_arn
      SIEM_BOOTSTRAP_CONFIG = jsonencode(merge(
        { lifecycle = { warm = var.opensearch.ultrawarm != null, cold = var.opensearch.cold_storage } },
        { security = local.people },
        { for role in aws_iam_role.alerts : "alerting" => {
          channels = { alarms = { type = "sns", topicArn = module.observability.topic_arn, roleArn = role.arn } }
        } },
      ))
    },
    local.keeps_house ? { SIEM_HOUSEKEEPER_ROLE_ARN = module.housekeeper[0].task_role_arn } : {},
    module.opensearch.dashboards_url == null ? {} : { SIEM_DASHBOARDS_URL = module.opensearch.dashboards_url },
    var.bootstrap_environment,
  )

  # A role that nobody has is not mapped; IAM users and roles are mapped by different names.
  people = { for kind, who in {
    operators = var.people.operators
    analysts  = concat(var.people.analysts, module.dashboards_login[*].signed_in_role_arn)
    readers   = var.people.readers
    } : kind => {
    backendRoles = [for one in who : one if !strcontains(one, ":user/")]
    users        = [for one in who : one if strcontains(one, ":user/")]
  } }
  people_arns = [for one in concat(var.people.operators, var.people.analysts, var.people.readers) : one if startswith(one, "arn:")]

  opensearch = merge(
    { url = module.opensearch.url, arn = module.opensearch.arn, service = module.opensearch.service, auth = "sigv4" },
    var.opensearch_password == null ? {} : {
      auth                 = "basic"
      username             = var.opensearch_password.username
      password_secret_arn  = var.opensearch_password.secret_arn
      password_kms_key_arn = var.opensearch_password.kms_key_arn
    },
  )
}

module "images" {
  source = "../image-repositories"

  name         = var.name
  force_delete = var.force_destroy
  tags         = var.tags
}

module "log_bucket" {
  source = "../log-bucket"
  count  = var.log_bucket.create ? 1 : 0

  bucket             = local.log_bucket
  senders            = var.log_bucket.senders
  sender_account_ids = var.log_bucket.sender_account_ids
  organization_id    = var.log_bucket.organization_id
  kms_key_arn        = var.log_bucket.kms_key_arn
  expire_days        = var.log_bucket.expire_days
  force_destroy      = var.force_destroy
  tags               = var.tags
}

module "dead_letter_bucket" {
  source = "../bucket"

  bucket        = local.dead_letter_bucket
  expire_days   = 365
  force_destroy = var.force_destroy
  tags          = var.tags
}

module "queue" {
  source = "../ingest-queue"

  name = "${var.name}-log-notifications"
  log_buckets = merge(
    var.log_bucket.create ? { own = { bucket = module.log_bucket[0].name } } : {},
    var.further_log_buckets,
  )
  encryption                 = var.queue_encryption
  visibility_timeout_seconds = var.worker.visibility_timeout_seconds
  tags                       = var.tags
}

module "network" {
  source = "../network"

  name                = var.name
  existing            = var.network.existing
  cidr                = var.network.cidr
  zone_count          = var.network.zone_count
  availability_zones  = var.network.availability_zones
  public_subnets      = var.network.public_subnets
  interface_endpoints = var.network.interface_endpoints
  flow_logs           = var.network.flow_logs && var.log_bucket.create ? { bucket_arn = module.log_bucket[0].arn } : null
  tags                = var.tags
}

module "dashboards_login" {
  source = "../dashboards-login"
  count  = length(var.people.dashboards_users) > 0 ? 1 : 0

  name                     = var.name
  users                    = var.people.dashboards_users
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}

module "opensearch" {
  source = "../opensearch"

  name     = var.name
  kind     = var.opensearch.kind
  existing = var.opensearch.existing

  engine_version     = var.opensearch.engine_version
  data_nodes         = var.opensearch.data_nodes
  zones              = var.opensearch.zones
  standby            = var.opensearch.standby
  dedicated_masters  = var.opensearch.dedicated_masters
  ultrawarm          = var.opensearch.ultrawarm
  cold_storage       = var.opensearch.cold_storage
  standby_replicas   = var.opensearch.standby_replicas
  dashboards_cidrs   = local.opensearch_in_vpc ? [] : var.opensearch.dashboards_cidrs
  dashboards_saml    = var.opensearch.dashboards_saml
  dashboards_cognito = one(module.dashboards_login[*].cognito)
  kms_key_arn        = var.opensearch.kms_key_arn
  log_retention_days = var.log_retention_days
  log_kms_key_arn    = var.log_kms_key_arn

  vpc = !local.opensearch_in_vpc ? null : {
    vpc_id                     = module.network.vpc_id
    subnet_ids                 = slice(module.network.private_subnet_ids, 0, var.opensearch.kind == "serverless" ? length(module.network.private_subnet_ids) : var.opensearch.zones)
    allowed_security_group_ids = concat([module.worker.security_group_id, module.bootstrap.security_group_id], local.keeps_house ? [module.housekeeper[0].security_group_id] : [])
    allowed_cidrs              = var.opensearch.dashboards_cidrs
  }

  master_role_arn   = module.bootstrap.task_role_arn
  client_role_arns  = concat([module.worker.task_role_arn], local.keeps_house ? [module.housekeeper[0].task_role_arn] : [], module.dashboards_login[*].signed_in_role_arn, local.people_arns, var.opensearch.kind == "serverless" ? [] : var.opensearch.further_role_arns)
  cleaner_role_arns = var.opensearch.kind == "serverless" && local.keeps_house ? [module.housekeeper[0].task_role_arn] : []
  reader_role_arns  = var.opensearch.kind == "serverless" ? var.opensearch.further_role_arns : []
  tags              = var.tags
}

module "worker" {
  source = "../worker"

  name             = "${var.name}-worker"
  image            = local.images["worker"]
  cpu_architecture = var.cpu_architecture
  cpu              = var.worker.cpu
  memory_mib       = var.worker.memory_mib

  queue = {
    url         = module.queue.queue_url
    arn         = module.queue.queue_arn
    name        = module.queue.queue_name
    kms_key_arn = module.queue.kms_key_arn
  }
  log_buckets             = module.queue.log_bucket_names
  log_bucket_kms_key_arns = concat(var.log_bucket.kms_key_arn[*], var.further_log_bucket_kms_key_arns)
  bucket_roles            = var.bucket_roles
  dead_letter_bucket      = module.dead_letter_bucket.name
  enrichment_bucket       = var.enrichment == null ? null : module.enrichment[0].bucket
  opensearch              = local.opensearch

  vpc_id           = module.network.vpc_id
  subnet_ids       = local.task_subnet_ids
  assign_public_ip = !local.in_private_subnets

  min_tasks                  = var.worker.min_tasks
  max_tasks                  = var.worker.max_tasks
  backlog_target_seconds     = var.worker.backlog_target_seconds
  spot_percent               = var.worker.spot_percent
  visibility_timeout_seconds = var.worker.visibility_timeout_seconds
  environment                = var.worker.environment
  metrics_namespace          = "SIEM/${var.name}"

  log_retention_days       = var.log_retention_days
  log_kms_key_arn          = var.log_kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}

module "bootstrap" {
  source = "../bootstrap"

  name             = "${var.name}-bootstrap"
  image            = local.images["bootstrap"]
  cpu_architecture = var.cpu_architecture
  opensearch       = local.opensearch
  environment      = local.bootstrap_environment

  pass_role_arns = aws_iam_role.alerts[*].arn

  cluster_arn        = module.worker.cluster_arn
  vpc_id             = module.network.vpc_id
  subnet_ids         = local.task_subnet_ids
  assign_public_ip   = !local.in_private_subnets
  failure_topic_arns = [module.observability.topic_arn]

  log_retention_days       = var.log_retention_days
  log_kms_key_arn          = var.log_kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}

module "housekeeper" {
  source = "../housekeeper"
  count  = local.keeps_house ? 1 : 0

  name                   = "${var.name}-housekeeper"
  image                  = local.images["housekeeper"]
  cpu_architecture       = var.cpu_architecture
  opensearch             = local.opensearch
  log_bucket             = module.log_bucket[0].name
  log_bucket_kms_key_arn = var.log_bucket.kms_key_arn
  delete_after_days      = var.opensearch.kind == "serverless" ? var.opensearch.retention_days : null

  cluster_arn        = module.worker.cluster_arn
  vpc_id             = module.network.vpc_id
  subnet_ids         = local.task_subnet_ids
  assign_public_ip   = !local.in_private_subnets
  failure_topic_arns = [module.observability.topic_arn]

  log_retention_days       = var.log_retention_days
  log_kms_key_arn          = var.log_kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}

module "enrichment" {
  source = "../enrichment"
  count  = var.enrichment == null ? 0 : 1

  name             = "${var.name}-enrichment"
  bucket           = local.enrichment_bucket
  image            = local.images["enrichment-updater"]
  cpu_architecture = var.cpu_architecture
  maxmind          = var.enrichment.maxmind
  threat_lists     = var.enrichment.threat_lists
  force_destroy    = var.force_destroy

  # The only task that needs the internet.
  cluster_arn          = module.worker.cluster_arn
  vpc_id               = module.network.vpc_id
  subnet_ids           = length(module.network.public_subnet_ids) > 0 ? module.network.public_subnet_ids : module.network.private_subnet_ids
  assign_public_ip     = length(module.network.public_subnet_ids) > 0
  failure_topic_arns   = [module.observability.topic_arn]
  secret_recovery_days = var.force_destroy ? 0 : 7

  log_retention_days       = var.log_retention_days
  log_kms_key_arn          = var.log_kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}

module "observability" {
  source = "../observability"

  name                   = var.name
  queue_name             = module.queue.queue_name
  dead_letter_queue_name = module.queue.dead_letter_queue_name

  worker = {
    cluster_name      = module.worker.cluster_name
    service_name      = module.worker.service_name
    log_group_name    = module.worker.log_group_name
    metrics_namespace = module.worker.metrics_namespace
    max_tasks         = var.worker.max_tasks
  }

  opensearch = var.opensearch.kind != "domain" ? null : {
    domain_name     = var.name
    node_volume_gib = coalesce(var.opensearch.data_nodes.volume_gib, 500)
  }

  expected_log_types     = var.alarms.expected_log_types
  oldest_message_seconds = var.alarms.oldest_message_seconds
  emails                 = var.alarms.emails
  tags                   = var.tags
}
