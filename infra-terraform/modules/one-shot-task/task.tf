################################################################################
# A container that starts, does its work and ends
################################################################################

data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.name
  account_id = data.aws_caller_identity.current.account_id
}

resource "aws_ecs_task_definition" "this" {
  #checkov:skip=CKV_AWS_97:no EFS volume is used
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory_mib
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }

  # The root file system is read-only; downloads land here. The image declares /tmp as a volume, or only root could write to it.
  volume {
    name = "tmp"
  }

  container_definitions = jsonencode([{
    name      = "task"
    image     = var.image
    essential = true
    user      = "1000:1000"

    readonlyRootFilesystem = true
    privileged             = false
    linuxParameters        = { capabilities = { drop = ["ALL"] } }
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
    stopTimeout            = 120

    environment = [for name, value in merge({ AWS_REGION = local.region }, var.environment) : { name = name, value = value }]
    secrets     = [for name, arn in var.secrets : { name = name, valueFrom = arn }]

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = aws_cloudwatch_log_group.this.name
        "awslogs-region"        = local.region
        "awslogs-stream-prefix" = "task"
      }
    }
  }])

  tags = var.tags
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:encrypted by CloudWatch's own key unless log_kms_key_arn is set; the logs hold no log content
  #checkov:skip=CKV_AWS_338:these are the task's own logs, not the audit trail; retention is a variable
  name              = "/siem/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  tags              = var.tags
}

################################################################################
# Network: nothing comes in, HTTPS goes out
################################################################################

resource "aws_security_group" "this" {
  #checkov:skip=CKV2_AWS_5:attached to the task when it runs
  name        = var.name
  description = "Task ${var.name}: HTTPS out, nothing in"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = var.name })
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.this.id
  description       = "AWS endpoints, OpenSearch and downloads"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = var.tags
}
