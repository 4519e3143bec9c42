################################################################################
# Flow logs of VPCs, with every field there is
################################################################################

data "aws_partition" "current" {}

locals {
  # Versions 2 to 5 and ECS (7): the log type vpcflowlogs knows them in any order.
  fields = [
    "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets", "bytes",
    "start", "end", "action", "log-status", "vpc-id", "subnet-id", "instance-id", "tcp-flags", "type", "pkt-srcaddr",
    "pkt-dstaddr", "region", "az-id", "sublocation-type", "sublocation-id", "pkt-src-aws-service", "pkt-dst-aws-service",
    "flow-direction", "traffic-path",
  ]
}

resource "aws_flow_log" "this" {
  for_each = var.vpc_ids

  vpc_id                   = each.value
  traffic_type             = var.traffic
  log_destination_type     = "s3"
  log_destination          = "arn:${data.aws_partition.current.partition}:s3:::${var.bucket}"
  log_format               = join(" ", [for field in local.fields : "$${${field}}"])
  max_aggregation_interval = var.aggregation_seconds
  tags                     = merge(var.tags, { Name = "${each.value} to ${var.bucket}" })

  destination_options {
    file_format                = var.parquet ? "parquet" : "plain-text"
    per_hour_partition         = false
    hive_compatible_partitions = false
  }
}
