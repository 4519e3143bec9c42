################################################################################
# When it runs
################################################################################

# Of its own, because EventBridge Scheduler counts what it gives up by group.
resource "aws_scheduler_schedule_group" "this" {
  count = var.schedule == null ? 0 : 1

  name = var.name
  tags = var.tags
}

resource "aws_scheduler_schedule" "this" {
  #checkov:skip=CKV_AWS_297:the schedule holds the names of a cluster and a task, nothing to hide
  count = var.schedule == null ? 0 : 1

  name                         = var.name
  group_name                   = aws_scheduler_schedule_group.this[0].name
  description                  = var.purpose
  schedule_expression          = var.schedule.expression
  schedule_expression_timezone = var.schedule.time_zone

  flexible_time_window {
    mode                      = var.schedule.window_minutes == 0 ? "OFF" : "FLEXIBLE"
    maximum_window_in_minutes = var.schedule.window_minutes == 0 ? null : var.schedule.window_minutes
  }

  target {
    arn      = var.cluster_arn
    role_arn = aws_iam_role.scheduler[0].arn

    ecs_parameters {
      task_definition_arn = aws_ecs_task_definition.this.arn
      launch_type         = "FARGATE"
      propagate_tags      = "TASK_DEFINITION"

      network_configuration {
        subnets          = var.subnet_ids
        security_groups  = concat([aws_security_group.this.id], var.security_group_ids)
        assign_public_ip = var.assign_public_ip
      }
    }

    retry_policy {
      maximum_retry_attempts       = var.max_start_attempts - 1
      maximum_event_age_in_seconds = 3600
    }
  }

  depends_on = [aws_iam_role_policy.scheduler]
}

################################################################################
# A run that fails is told: nothing else would notice until its work is missed
################################################################################

resource "aws_cloudwatch_event_rule" "failed" {
  count = length(var.failure_topic_arns) > 0 ? 1 : 0

  name        = "${var.name}-failed"
  description = "A run of ${var.name} failed or could not start"

  event_pattern = jsonencode({
    source        = ["aws.ecs"]
    "detail-type" = ["ECS Task State Change"]
    detail = {
      clusterArn        = [var.cluster_arn]
      lastStatus        = ["STOPPED"]
      taskDefinitionArn = [{ prefix = "arn:${local.partition}:ecs:${local.region}:${local.account_id}:task-definition/${var.name}:" }]
      "$or" = [
        { containers = { exitCode = [{ "anything-but" = [0] }] } },
        { stopCode = ["TaskFailedToStart"] },
      ]
    }
  })

  tags = var.tags
}

resource "aws_cloudwatch_event_target" "failed" {
  count = length(var.failure_topic_arns)

  rule = aws_cloudwatch_event_rule.failed[0].name
  arn  = var.failure_topic_arns[count.index]

  input_transformer {
    input_paths = {
      reason = "$.detail.stoppedReason"
      task   = "$.detail.taskArn"
    }
    # Not by jsonencode, which writes < as \u003c: EventBridge fills in no such place.
    input_template = "\"${var.name} failed: <reason> Its log group is ${aws_cloudwatch_log_group.this.name}. Task: <task>\""
  }
}

# Where ECS refuses, there is no task whose state could change.
resource "aws_cloudwatch_metric_alarm" "not_started" {
  count = var.schedule == null || length(var.failure_topic_arns) == 0 ? 0 : 1

  alarm_name          = "${var.name}-not-started"
  alarm_description   = "A run of ${var.name} was given up: ECS refused to start it ${var.max_start_attempts} times, or for an hour"
  namespace           = "AWS/Scheduler"
  metric_name         = "InvocationDroppedCount"
  dimensions          = { ScheduleGroup = aws_scheduler_schedule_group.this[0].name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.failure_topic_arns
  tags                = var.tags
}
