################################################################################
# Puts into OpenSearch what must be there: templates, ISM, roles, dashboards, monitors
################################################################################

data "aws_region" "current" {}

locals {
  region  = data.aws_region.current.name
  purpose = "Puts templates, ISM policies, roles, dashboards and monitors into OpenSearch"

  environment = merge(
    {
      OPENSEARCH_URL          = var.opensearch.url
      SIEM_OPENSEARCH_AUTH    = var.opensearch.auth
      SIEM_OPENSEARCH_SERVICE = var.opensearch.service
      SIEM_OPENSEARCH_REGION  = local.region
    },
    var.opensearch.auth == "basic" ? { SIEM_OPENSEARCH_USERNAME = var.opensearch.username } : {},
    var.environment,
  )
}

data "aws_iam_policy_document" "opensearch" {
  dynamic "statement" {
    for_each = var.opensearch.service == "es" ? [var.opensearch.arn] : []
    content {
      sid       = "Administer"
      actions   = ["es:ESHttp*"]
      resources = ["${statement.value}/*"]
    }
  }

  dynamic "statement" {
    for_each = var.opensearch.service == "aoss" ? [var.opensearch.arn] : []
    content {
      sid       = "Administer"
      actions   = ["aoss:APIAccessAll", "aoss:DashboardsAccessAll"]
      resources = [statement.value, "arn:${data.aws_partition.current.partition}:aoss:${local.region}:${data.aws_caller_identity.current.account_id}:dashboards/default"]
    }
  }
}

# Without a condition on the service: OpenSearch asks with the caller's signature and need not say who will take the role.
# The role's own policy says that only OpenSearch Service may.
data "aws_iam_policy_document" "channels" {
  statement {
    sid       = "PassRolesOfChannels"
    actions   = ["iam:PassRole"]
    resources = var.pass_role_arns
  }
}

data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

# The moment of the run stands still until there is something new to run: another image, another setting, another place.
# The service takes no moment that has passed, so whatever changes the schedule must be here. Three minutes are enough for
# the rest of an apply, and a domain is made before this.
resource "terraform_data" "due" {
  input = formatdate("YYYY-MM-DD'T'hh:mm:ss", timeadd(timestamp(), "3m"))
  triggers_replace = {
    task    = module.task.task_definition_arn
    group   = var.name
    place   = [var.cluster_arn, sort(var.subnet_ids), module.task.security_group_id, var.assign_public_ip]
    purpose = local.purpose
  }

  lifecycle {
    ignore_changes = [input]
  }
}

module "task" {
  source = "../one-shot-task"

  name             = var.name
  purpose          = local.purpose
  image            = var.image
  cpu_architecture = var.cpu_architecture
  cpu              = 512
  memory_mib       = 1024
  environment      = local.environment
  secrets          = var.opensearch.auth == "basic" ? { SIEM_OPENSEARCH_PASSWORD = var.opensearch.password_secret_arn } : {}

  secret_kms_key_arns = var.opensearch.password_kms_key_arn[*]
  task_policies = merge(
    var.opensearch.auth == "sigv4" ? { opensearch = data.aws_iam_policy_document.opensearch.json } : {},
    length(var.pass_role_arns) > 0 ? { channels = data.aws_iam_policy_document.channels.json } : {},
  )

  schedule = var.runs_by_itself ? { expression = "at(${terraform_data.due.output})" } : null

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
