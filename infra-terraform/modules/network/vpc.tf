################################################################################
# VPC and subnets
################################################################################

data "aws_availability_zones" "available" {
  #checkov:skip=CKV_AWS_394:the first zone_count names are taken and new zones sort behind them; availability_zones pins them
  state = "available"

  # Local zones have neither Fargate nor OpenSearch.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  creates = var.existing == null
  zones = !local.creates ? [] : length(var.availability_zones) > 0 ? var.availability_zones : slice(
    data.aws_availability_zones.available.names, 0, min(var.zone_count, length(data.aws_availability_zones.available.names)),
  )

  # Eight ranges of the same size: private subnets have the first four, public ones the others.
  private_ranges = { for index, zone in local.zones : zone => cidrsubnet(var.cidr, 3, index) }
  public_ranges  = var.public_subnets ? { for index, zone in local.zones : zone => cidrsubnet(var.cidr, 3, index + 4) } : {}
}

resource "aws_vpc" "this" {
  #checkov:skip=CKV2_AWS_11:flow logs go to the bucket of flow_logs where it is set
  count = local.creates ? 1 : 0

  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = merge(var.tags, { Name = var.name })
}

# The group that AWS makes lets its members talk to each other; ours names what it lets through.
resource "aws_default_security_group" "this" {
  count = local.creates ? 1 : 0

  vpc_id = aws_vpc.this[0].id
  tags   = merge(var.tags, { Name = "${var.name}-unused" })
}

resource "aws_subnet" "private" {
  for_each = local.private_ranges

  vpc_id            = aws_vpc.this[0].id
  availability_zone = each.key
  cidr_block        = each.value
  tags              = merge(var.tags, { Name = "${var.name}-private-${each.key}" })
}

resource "aws_route_table" "private" {
  count = local.creates ? 1 : 0

  vpc_id = aws_vpc.this[0].id
  tags   = merge(var.tags, { Name = "${var.name}-private" })
}

resource "aws_route_table_association" "private" {
  for_each = local.private_ranges

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[0].id
}

resource "aws_subnet" "public" {
  for_each = local.public_ranges

  vpc_id                  = aws_vpc.this[0].id
  availability_zone       = each.key
  cidr_block              = each.value
  map_public_ip_on_launch = false
  tags                    = merge(var.tags, { Name = "${var.name}-public-${each.key}" })
}

resource "aws_internet_gateway" "this" {
  count = local.creates && var.public_subnets ? 1 : 0

  vpc_id = aws_vpc.this[0].id
  tags   = merge(var.tags, { Name = var.name })
}

resource "aws_route_table" "public" {
  count = length(aws_internet_gateway.this)

  vpc_id = aws_vpc.this[0].id
  tags   = merge(var.tags, { Name = "${var.name}-public" })
}

resource "aws_route" "internet" {
  count = length(aws_internet_gateway.this)

  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "public" {
  for_each = local.public_ranges

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_flow_log" "this" {
  count = local.creates && var.flow_logs != null ? 1 : 0

  vpc_id                   = aws_vpc.this[0].id
  traffic_type             = "ALL"
  log_destination_type     = "s3"
  log_destination          = var.flow_logs.bucket_arn
  max_aggregation_interval = 600
  tags                     = merge(var.tags, { Name = var.name })
}
