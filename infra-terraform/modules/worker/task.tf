################################################################################
# Task definition
################################################################################

resource "aws_ecs_task_definition" "this" {
  #checkov:skip=CKV_AWS_97:no EFS volume is used
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory_mib
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  # The revision before stays registered: ECS does not put a service back to one that is not.
  skip_destroy = true

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }

  # The root file system is read-only; the image declares /tmp as a volume, so that it is writable without being root.
  volume {
    name = "tmp"
  }

  container_definitions = jsonencode([{
    name      = "worker"
    image     = var.image
    essential = true
    user      = "1000:1000"

    readonlyRootFilesystem = true
    privileged             = false
    linuxParameters        = { capabilities = { drop = ["ALL"] } }
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
    ulimits                = [{ name = "nofile", softLimit = 65536, hardLimit = 65536 }]

    # SIGTERM, then SIEM_DRAIN_SECONDS for the work in flight, then closing; Fargate kills at the end of it.
    stopTimeout = local.stop_timeout_seconds

    environment  = [for name, value in local.environment : { name = name, value = value }]
    secrets      = var.opensearch.auth == "basic" ? [{ name = "SIEM_OPENSEARCH_PASSWORD", valueFrom = var.opensearch.password_secret_arn }] : []
    portMappings = [{ containerPort = 8080, hostPort = 8080, protocol = "tcp" }]

    healthCheck = {
      command     = ["CMD", "node", "/app/docker/healthcheck.mjs"]
      interval    = 15
      timeout     = 5
      retries     = 4
      startPeriod = 30
    }

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = aws_cloudwatch_log_group.this.name
        "awslogs-region"        = local.region
        "awslogs-stream-prefix" = "worker"
        # A log service that is slow must not stop the pipeline.
        mode              = "non-blocking"
        "max-buffer-size" = "4m"
      }
    }
  }])

  tags = var.tags
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:encrypted by CloudWatch's own key unless log_kms_key_arn is set; the logs hold no log content
  #checkov:skip=CKV_AWS_338:these are the worker's own logs, not the audit trail; retention is a variable
  name              = "/siem/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  tags              = var.tags
}
