################################################################################
# Cluster
################################################################################

resource "aws_ecs_cluster" "this" {
  #checkov:skip=CKV_AWS_65:container_insights is a variable; scaling and alarms use the worker's own metrics, which cost less
  count = var.cluster_arn == null ? 1 : 0

  name = var.name

  setting {
    name  = "containerInsights"
    value = var.container_insights
  }

  tags = var.tags
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  count = length(aws_ecs_cluster.this)

  cluster_name       = aws_ecs_cluster.this[0].name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}

locals {
  cluster_arn  = var.cluster_arn == null ? aws_ecs_cluster.this[0].arn : var.cluster_arn
  cluster_name = var.cluster_arn == null ? var.name : element(split("/", var.cluster_arn), 1)
}

################################################################################
# Service
################################################################################

resource "aws_ecs_service" "this" {
  #checkov:skip=CKV_AWS_333:assign_public_ip is a variable, off by default; the security group lets nothing in
  name                   = var.name
  cluster                = local.cluster_arn
  task_definition        = aws_ecs_task_definition.this.arn
  desired_count          = max(1, var.min_tasks)
  platform_version       = "LATEST"
  enable_execute_command = false
  propagate_tags         = "SERVICE"

  # On demand for what must always run, Spot for its share of the rest.
  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    base              = var.min_tasks
    weight            = 100 - var.spot_percent
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.spot_percent > 0 ? [var.spot_percent] : []
    content {
      capacity_provider = "FARGATE_SPOT"
      weight            = capacity_provider_strategy.value
    }
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = concat([aws_security_group.this.id], var.security_group_ids)
    assign_public_ip = var.assign_public_ip
  }

  # The queue holds what arrives meanwhile, so a deployment may dip to half.
  deployment_minimum_healthy_percent = 50
  deployment_maximum_percent         = 200

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  # Without it the provider replaces the service, all tasks at once, where min_tasks or spot_percent changes the strategy above.
  force_new_deployment = true

  tags = var.tags

  lifecycle {
    # Autoscaling's from the first minute on. It begins with one task also where the fleet may sleep: an image that does not
    # start shows at once, and the metrics that waking goes by have been there.
    ignore_changes = [desired_count]
  }

  depends_on = [
    aws_ecs_cluster_capacity_providers.this,
    aws_iam_role_policy.task,
    aws_iam_role_policy.execution,
    aws_vpc_security_group_egress_rule.https,
  ]
}

################################################################################
# Network: nothing comes in, HTTPS goes out
################################################################################

resource "aws_security_group" "this" {
  #checkov:skip=CKV2_AWS_5:attached to the service above
  name        = "${var.name}-worker"
  description = "Tasks of ${var.name}: HTTPS to AWS and OpenSearch, nothing in"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-worker" })
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.this.id
  description       = "AWS endpoints and OpenSearch"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = var.tags
}
