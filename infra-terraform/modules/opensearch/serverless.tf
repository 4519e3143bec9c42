################################################################################
# Collection of Amazon OpenSearch Serverless
################################################################################

locals {
  makes_collection = var.kind == "serverless"
  collection       = "collection/${var.name}"

  encryption_rules = [{ ResourceType = "collection", Resource = [local.collection] }]
  network_rules    = [for type in ["collection", "dashboard"] : { ResourceType = type, Resource = [local.collection] }]
}

resource "aws_opensearchserverless_security_policy" "encryption" {
  count = local.makes_collection ? 1 : 0

  name        = var.name
  type        = "encryption"
  description = "Data at rest of ${var.name}"

  policy = var.kms_key_arn == null ? jsonencode({ Rules = local.encryption_rules, AWSOwnedKey = true }) : jsonencode({
    Rules  = local.encryption_rules
    KmsARN = var.kms_key_arn
  })
}

resource "aws_opensearchserverless_vpc_endpoint" "this" {
  count = local.makes_collection && var.vpc != null ? 1 : 0

  name               = var.name
  vpc_id             = var.vpc.vpc_id
  subnet_ids         = var.vpc.subnet_ids
  security_group_ids = [aws_security_group.this[0].id]
}

resource "aws_opensearchserverless_security_policy" "network" {
  count = local.makes_collection ? 1 : 0

  name        = var.name
  type        = "network"
  description = "Who reaches ${var.name}"

  # Each branch a text: the branches of a condition must have one type, and only one of these has endpoints.
  policy = var.vpc == null ? jsonencode([{ Rules = local.network_rules, AllowFromPublic = true }]) : jsonencode([{
    Rules           = local.network_rules
    AllowFromPublic = false
    SourceVPCEs     = aws_opensearchserverless_vpc_endpoint.this[*].id
  }])
}

resource "aws_opensearchserverless_access_policy" "bootstrap" {
  count = local.makes_collection ? 1 : 0

  name        = "${var.name}-bootstrap"
  type        = "data"
  description = "Bootstrap declares templates and indexes"

  policy = jsonencode([{
    Principal = [var.master_role_arn]
    Rules = [
      { ResourceType = "collection", Resource = [local.collection], Permission = ["aoss:CreateCollectionItems", "aoss:DeleteCollectionItems", "aoss:DescribeCollectionItems", "aoss:UpdateCollectionItems"] },
      { ResourceType = "index", Resource = ["index/${var.name}/*"], Permission = ["aoss:CreateIndex", "aoss:DeleteIndex", "aoss:DescribeIndex", "aoss:ReadDocument", "aoss:UpdateIndex", "aoss:WriteDocument"] },
    ]
  }])
}

resource "aws_opensearchserverless_access_policy" "clients" {
  count = local.makes_collection && length(var.client_role_arns) > 0 ? 1 : 0

  name        = "${var.name}-clients"
  type        = "data"
  description = "Workers write documents"

  policy = jsonencode([{
    Principal = var.client_role_arns
    Rules = [
      { ResourceType = "collection", Resource = [local.collection], Permission = ["aoss:DescribeCollectionItems"] },
      { ResourceType = "index", Resource = ["index/${var.name}/*"], Permission = ["aoss:CreateIndex", "aoss:DescribeIndex", "aoss:ReadDocument", "aoss:UpdateIndex", "aoss:WriteDocument"] },
    ]
  }])
}

resource "aws_opensearchserverless_access_policy" "cleaner" {
  count = local.makes_collection && length(var.cleaner_role_arns) > 0 ? 1 : 0

  name        = "${var.name}-cleaner"
  type        = "data"
  description = "The housekeeper deletes old indexes"

  policy = jsonencode([{
    Principal = var.cleaner_role_arns
    Rules = [
      { ResourceType = "collection", Resource = [local.collection], Permission = ["aoss:DescribeCollectionItems"] },
      { ResourceType = "index", Resource = ["index/${var.name}/*"], Permission = ["aoss:DeleteIndex", "aoss:DescribeIndex"] },
    ]
  }])
}

resource "aws_opensearchserverless_access_policy" "readers" {
  count = local.makes_collection && length(var.reader_role_arns) > 0 ? 1 : 0

  name        = "${var.name}-readers"
  type        = "data"
  description = "People search"

  policy = jsonencode([{
    Principal = var.reader_role_arns
    Rules = [
      { ResourceType = "collection", Resource = [local.collection], Permission = ["aoss:DescribeCollectionItems"] },
      { ResourceType = "index", Resource = ["index/${var.name}/*"], Permission = ["aoss:DescribeIndex", "aoss:ReadDocument"] },
    ]
  }])
}

resource "aws_opensearchserverless_collection" "this" {
  count = local.makes_collection ? 1 : 0

  name        = var.name
  description = "Logs of the SIEM"
  # Collections of time series refuse documents with an id, by which a second delivery is told from new records. What they
  # have instead, retention, is the housekeeper's.
  type             = "SEARCH"
  standby_replicas = var.standby_replicas ? "ENABLED" : "DISABLED"
  tags             = var.tags

  depends_on = [aws_opensearchserverless_security_policy.encryption]
}
