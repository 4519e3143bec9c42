################################################################################
# Who reaches the endpoint; what they may do there is decided inside OpenSearch
################################################################################

data "aws_iam_policy_document" "domain" {
  count = local.makes_domain ? 1 : 0

  statement {
    sid       = "Roles"
    actions   = ["es:ESHttp*"]
    resources = ["${local.domain_arn}/*"]

    principals {
      type        = "AWS"
      identifiers = distinct(concat([var.master_role_arn], var.client_role_arns))
    }
  }

  dynamic "statement" {
    for_each = length(var.dashboards_cidrs) > 0 ? [var.dashboards_cidrs] : []
    content {
      sid       = "DashboardsByAddress"
      actions   = ["es:ESHttp*"]
      resources = ["${local.domain_arn}/*"]

      principals {
        type        = "AWS"
        identifiers = ["*"]
      }

      condition {
        test     = "IpAddress"
        variable = "aws:SourceIp"
        values   = statement.value
      }
    }
  }

  # In a VPC the security group decides on addresses.
  dynamic "statement" {
    for_each = var.vpc != null && var.dashboards_saml != null ? [1] : []
    content {
      sid       = "DashboardsInVpc"
      actions   = ["es:ESHttp*"]
      resources = ["${local.domain_arn}/*"]

      principals {
        type        = "AWS"
        identifiers = ["*"]
      }
    }
  }
}

# The policy was a resource of its own: whoever applied that keeps what it wrote.
removed {
  from = aws_opensearch_domain_policy.this

  lifecycle {
    destroy = false
  }
}

resource "aws_security_group" "this" {
  #checkov:skip=CKV2_AWS_5:attached to the domain or the collection's endpoint
  count = var.vpc != null && var.kind != "existing" ? 1 : 0

  name        = "${var.name}-opensearch"
  description = "OpenSearch ${var.name}: HTTPS from its clients"
  vpc_id      = var.vpc.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-opensearch" })
}

# Counted, not keyed: the ids are known only after apply.
resource "aws_vpc_security_group_ingress_rule" "groups" {
  count = var.vpc != null && var.kind != "existing" ? length(var.vpc.allowed_security_group_ids) : 0

  security_group_id            = aws_security_group.this[0].id
  description                  = "HTTPS from a client"
  referenced_security_group_id = var.vpc.allowed_security_group_ids[count.index]
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  tags                         = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "cidrs" {
  for_each = toset(var.vpc != null && var.kind != "existing" ? var.vpc.allowed_cidrs : [])

  security_group_id = aws_security_group.this[0].id
  description       = "HTTPS from ${each.value}"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = var.tags
}
