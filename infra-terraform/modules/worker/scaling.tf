################################################################################
# How many tasks run: two targets, the larger answer wins, and tasks go only when both agree
################################################################################

locals {
  scales_to_zero = var.min_tasks == 0

  queue_dimension = { QueueName = var.queue.name }

  # Messages that wait, divided by the messages that the fleet as it is finished in the last minute. Messages are of all
  # sizes, and this counts them by what they really cost. At least one a minute, so that a fleet in the middle of giant
  # objects, or asleep, has a number too. While OpenSearch throttles or S3 is away, more tasks would not help: no more than the
  # target then, which means "stay".
  backlog_seconds = "FILL(visible, 0) * 60 / IF(FILL(deleted, 0) > 1, FILL(deleted, 0), 1)"
  held_backlog    = "IF((FILL(throttled, 0) > 0 OR FILL(away, 0) > 0) AND backlog > ${var.backlog_target_seconds}, ${var.backlog_target_seconds}, backlog)"
}

resource "aws_appautoscaling_target" "this" {
  service_namespace  = "ecs"
  resource_id        = "service/${local.cluster_name}/${aws_ecs_service.this.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.min_tasks
  max_capacity       = var.max_tasks
  tags               = var.tags
}

resource "aws_appautoscaling_policy" "backlog" {
  name               = "${var.name}-backlog-time"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = var.backlog_target_seconds
    scale_out_cooldown = var.scale_out_cooldown_seconds
    scale_in_cooldown  = var.scale_in_cooldown_seconds

    customized_metric_specification {
      metrics {
        id          = "held"
        label       = "Backlog time, held while OpenSearch throttles or S3 is away (s)"
        expression  = local.held_backlog
        return_data = true
      }

      metrics {
        id          = "backlog"
        label       = "Backlog time (s)"
        expression  = local.backlog_seconds
        return_data = false
      }

      metrics {
        id          = "visible"
        label       = "Messages that wait"
        return_data = false

        metric_stat {
          stat = "Average"
          metric {
            namespace   = "AWS/SQS"
            metric_name = "ApproximateNumberOfMessagesVisible"
            dimensions {
              name  = "QueueName"
              value = var.queue.name
            }
          }
        }
      }

      metrics {
        id          = "deleted"
        label       = "Messages finished"
        return_data = false

        metric_stat {
          stat = "Sum"
          metric {
            namespace   = "AWS/SQS"
            metric_name = "NumberOfMessagesDeleted"
            dimensions {
              name  = "QueueName"
              value = var.queue.name
            }
          }
        }
      }

      # 0 writable, 1 throttled, 2 unavailable; packages/bulk-indexer/src/metrics.ts says the same.
      metrics {
        id          = "throttled"
        label       = "Whether OpenSearch throttles a worker"
        return_data = false

        metric_stat {
          stat = "Maximum"
          metric {
            namespace   = var.metrics_namespace
            metric_name = "siem_bulk_state"
          }
        }
      }

      # 1 while nothing is received because S3 does not answer; packages/metrics/src/metrics.ts says the same.
      metrics {
        id          = "away"
        label       = "Whether S3 does not answer a worker"
        return_data = false

        metric_stat {
          stat = "Maximum"
          metric {
            namespace   = var.metrics_namespace
            metric_name = "siem_s3_away"
          }
        }
      }
    }
  }
}

resource "aws_appautoscaling_policy" "cpu" {
  name               = "${var.name}-cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = var.cpu_target_percent
    scale_out_cooldown = var.scale_out_cooldown_seconds
    scale_in_cooldown  = var.scale_in_cooldown_seconds

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

################################################################################
# Waking up: a proportional policy can not multiply nothing
################################################################################

resource "aws_appautoscaling_policy" "wake" {
  count = local.scales_to_zero ? 1 : 0

  name               = "${var.name}-wake"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension

  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    cooldown                = var.scale_out_cooldown_seconds
    metric_aggregation_type = "Maximum"

    step_adjustment {
      metric_interval_lower_bound = 0
      scaling_adjustment          = 1
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "wake" {
  count = local.scales_to_zero ? 1 : 0

  alarm_name          = "${var.name}-wake"
  alarm_description   = "Messages wait and no task runs; starts one"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_appautoscaling_policy.wake[0].arn]
  tags                = var.tags

  metric_query {
    id          = "asleep"
    expression  = "IF(FILL(tasks, 0) > 0, 0, visible)"
    label       = "Messages that wait while no task runs"
    return_data = true
  }

  metric_query {
    id = "visible"
    metric {
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesVisible"
      dimensions  = local.queue_dimension
      period      = 60
      stat        = "Maximum"
    }
  }

  # ECS reports once a minute and task, so the count of reports is the count of tasks.
  metric_query {
    id = "tasks"
    metric {
      namespace   = "AWS/ECS"
      metric_name = "CPUUtilization"
      dimensions  = { ClusterName = local.cluster_name, ServiceName = aws_ecs_service.this.name }
      period      = 60
      stat        = "SampleCount"
    }
  }
}

################################################################################
# Falling asleep: the processor target rounds up, so by itself it never goes below one
################################################################################

resource "aws_appautoscaling_policy" "sleep" {
  count = local.scales_to_zero ? 1 : 0

  name               = "${var.name}-sleep"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension

  step_scaling_policy_configuration {
    adjustment_type         = "ExactCapacity"
    metric_aggregation_type = "Maximum"

    step_adjustment {
      metric_interval_upper_bound = 0
      scaling_adjustment          = 0
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "sleep" {
  count = local.scales_to_zero ? 1 : 0

  alarm_name          = "${var.name}-sleep"
  alarm_description   = "No message waits or is in work; stops the last task"
  comparison_operator = "LessThanOrEqualToThreshold"
  threshold           = 0
  evaluation_periods  = 15
  treat_missing_data  = "missing"
  alarm_actions       = [aws_appautoscaling_policy.sleep[0].arn]
  tags                = var.tags

  # SQS reports messages in work only while there are any.
  metric_query {
    id          = "work"
    expression  = "visible + FILL(working, 0)"
    label       = "Messages that wait or are in work"
    return_data = true
  }

  metric_query {
    id = "visible"
    metric {
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesVisible"
      dimensions  = local.queue_dimension
      period      = 60
      stat        = "Maximum"
    }
  }

  metric_query {
    id = "working"
    metric {
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesNotVisible"
      dimensions  = local.queue_dimension
      period      = 60
      stat        = "Maximum"
    }
  }
}
