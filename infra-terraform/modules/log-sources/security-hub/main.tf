################################################################################
# Security Hub, switched on; module firehose carries its findings to the log bucket
################################################################################

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  arn_begin = "arn:${data.aws_partition.current.partition}:securityhub"

  # Each has its own form of ARN.
  standards = {
    fsbp   = "${local.arn_begin}:${data.aws_region.current.name}::standards/aws-foundational-security-best-practices/v/1.0.0"
    cis    = "${local.arn_begin}:${data.aws_region.current.name}::standards/cis-aws-foundations-benchmark/v/3.0.0"
    nist   = "${local.arn_begin}:${data.aws_region.current.name}::standards/nist-800-53/v/5.0.0"
    pcidss = "${local.arn_begin}:${data.aws_region.current.name}::standards/pci-dss/v/4.0.1"
  }
}

resource "aws_securityhub_account" "this" {
  count = var.enable ? 1 : 0

  enable_default_standards  = false
  control_finding_generator = "SECURITY_CONTROL"
}

resource "aws_securityhub_standards_subscription" "this" {
  for_each = var.standards

  standards_arn = local.standards[each.value]
  depends_on    = [aws_securityhub_account.this]
}

# From the account that the organization delegated Security Hub to.
resource "aws_securityhub_organization_configuration" "this" {
  count = var.organization ? 1 : 0

  auto_enable           = true
  auto_enable_standards = "NONE"
  depends_on            = [aws_securityhub_account.this]
}

# Findings of every region arrive in this one, where one stream takes them.
resource "aws_securityhub_finding_aggregator" "this" {
  count = var.all_regions ? 1 : 0

  linking_mode = "ALL_REGIONS"
  depends_on   = [aws_securityhub_account.this]
}
