################################################################################
# Domain of Amazon OpenSearch Service
################################################################################

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.name

  makes_domain = var.kind == "domain"
  domain_arn   = "arn:${local.partition}:es:${local.region}:${local.account_id}:domain/${var.name}"
  is_burstable = can(regex("^t[23]\\.", var.data_nodes.instance_type))
}

resource "aws_opensearch_domain" "this" {
  #checkov:skip=CKV_AWS_137:a public endpoint is the documented choice of vpc = null; fine-grained access asks everybody who they are
  #checkov:skip=CKV_AWS_247:encrypted with AWS' key unless kms_key_arn is set
  #checkov:skip=CKV_AWS_318:dedicated masters and zones are variables; the smallest domain has one node
  #checkov:skip=CKV2_AWS_59:dedicated_masters is a variable; small domains do without
  #checkov:skip=CKV_AWS_317:audit logs are published, by the dynamic block below that Checkov does not follow
  #checkov:skip=CKV_AWS_248:the access policy names roles and address ranges
  count = local.makes_domain ? 1 : 0

  domain_name    = var.name
  engine_version = var.engine_version

  # An attribute and no resource of its own: the domain is never without it, and Terraform waits once, not twice.
  access_policies = data.aws_iam_policy_document.domain[0].json

  cluster_config {
    instance_type  = var.data_nodes.instance_type
    instance_count = var.data_nodes.count

    dedicated_master_enabled = var.dedicated_masters != null
    dedicated_master_type    = try(var.dedicated_masters.instance_type, null)
    dedicated_master_count   = try(var.dedicated_masters.count, null)

    zone_awareness_enabled        = var.zones > 1
    multi_az_with_standby_enabled = var.standby

    warm_enabled = var.ultrawarm != null
    warm_type    = try(var.ultrawarm.instance_type, null)
    warm_count   = try(var.ultrawarm.count, null)

    dynamic "zone_awareness_config" {
      for_each = var.zones > 1 ? [var.zones] : []
      content {
        availability_zone_count = zone_awareness_config.value
      }
    }

    dynamic "cold_storage_options" {
      for_each = var.cold_storage ? [1] : []
      content {
        enabled = true
      }
    }
  }

  ebs_options {
    ebs_enabled = true
    volume_type = "gp3"
    volume_size = var.data_nodes.volume_gib
    iops        = var.data_nodes.iops
    throughput  = var.data_nodes.throughput_mibs
  }

  encrypt_at_rest {
    enabled    = true
    kms_key_id = var.kms_key_arn
  }

  node_to_node_encryption {
    enabled = true
  }

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = var.tls_policy
  }

  advanced_security_options {
    enabled                        = true
    anonymous_auth_enabled         = false
    internal_user_database_enabled = false

    master_user_options {
      master_user_arn = var.master_role_arn
    }
  }

  advanced_options = {
    # The worker names indexes in bodies and a document's index is never that of the path.
    "rest.action.multi.allow_explicit_index" = "true"
    "indices.query.bool.max_clause_count"    = tostring(var.max_clause_count)
  }

  auto_tune_options {
    desired_state       = var.auto_tune && !local.is_burstable ? "ENABLED" : "DISABLED"
    rollback_on_disable = "NO_ROLLBACK"
  }

  off_peak_window_options {
    enabled = true
  }

  software_update_options {
    auto_software_update_enabled = true
  }

  dynamic "cognito_options" {
    for_each = var.dashboards_cognito[*]
    content {
      enabled          = true
      user_pool_id     = cognito_options.value.user_pool_id
      identity_pool_id = cognito_options.value.identity_pool_id
      role_arn         = cognito_options.value.role_arn
    }
  }

  dynamic "vpc_options" {
    for_each = var.vpc[*]
    content {
      subnet_ids         = vpc_options.value.subnet_ids
      security_group_ids = [aws_security_group.this[0].id]
    }
  }

  dynamic "log_publishing_options" {
    for_each = aws_cloudwatch_log_group.this
    content {
      log_type                 = log_publishing_options.key
      cloudwatch_log_group_arn = log_publishing_options.value.arn
    }
  }

  tags = var.tags

  timeouts {
    create = "90m"
    update = "180m"
  }

  lifecycle {
    precondition {
      condition     = !var.standby || !local.is_burstable
      error_message = "standby does not go with ${var.data_nodes.instance_type}; right are r, m or c instances."
    }
  }

  depends_on = [aws_cloudwatch_log_resource_policy.this]
}

resource "aws_opensearch_domain_saml_options" "this" {
  count = local.makes_domain && var.dashboards_saml != null ? 1 : 0

  domain_name = aws_opensearch_domain.this[0].domain_name

  saml_options {
    enabled                 = true
    master_backend_role     = var.dashboards_saml.master_backend_role
    roles_key               = var.dashboards_saml.roles_key
    subject_key             = var.dashboards_saml.subject_key
    session_timeout_minutes = 480

    idp {
      entity_id        = var.dashboards_saml.entity_id
      metadata_content = var.dashboards_saml.metadata_content
    }
  }
}
