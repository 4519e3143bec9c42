################################################################################
# Alarms by what an operator does about them; docs/deploy.md has a line for each
################################################################################

locals {
  # One metric against one number.
  simple_alarms = merge(
    {
      logs-are-late = {
        description = "The oldest message waits longer than ${var.oldest_message_seconds} s: logs arrive faster than the fleet loads them, or the fleet stands still"
        namespace   = "AWS/SQS", metric = "ApproximateAgeOfOldestMessage", dimensions = { QueueName = var.queue_name }
        stat        = "Maximum", period = 60, periods = 5, above = var.oldest_message_seconds, missing = "notBreaching"
      }
      messages-given-up = {
        description = "Messages are in the dead-letter queue: objects that no attempt could load. Look with `siem dlq list`, send back with `siem dlq redrive`"
        namespace   = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", dimensions = { QueueName = var.dead_letter_queue_name }
        stat        = "Maximum", period = 60, periods = 1, above = 0, missing = "notBreaching"
      }
      ledger-imbalance = {
        description = "The records of an object do not add up. Nothing is lost, its message stays in the queue; this is a defect of the worker"
        namespace   = local.filtered, metric = "LedgerImbalances", dimensions = {}
        stat        = "Sum", period = 60, periods = 1, above = 0, missing = "notBreaching"
      }
      opensearch-throttles = {
        description = "OpenSearch throttles a worker for ${var.throttled_minutes} minutes, or is away: the queue grows until the domain has more room"
        namespace   = local.namespace, metric = "siem_bulk_state", dimensions = {}
        stat        = "Maximum", period = 60, periods = var.throttled_minutes, above = 0, missing = "notBreaching"
      }
      s3-away = {
        description = "S3 does not answer a worker, or refuses its credentials: it receives nothing until S3 does"
        namespace   = local.namespace, metric = "siem_s3_away", dimensions = {}
        stat        = "Maximum", period = 60, periods = 5, above = 0, missing = "notBreaching"
      }
    },
    var.opensearch == null ? {} : {
      opensearch-red = {
        description = "A primary shard of the domain is missing: some indexes can be neither searched nor written"
        namespace   = "AWS/ES", metric = "ClusterStatus.red", dimensions = local.domain_dimensions
        stat        = "Maximum", period = 60, periods = 2, above = 0, missing = "notBreaching"
      }
      opensearch-blocks-writes = {
        description = "The domain refuses documents, mostly for want of storage or memory"
        namespace   = "AWS/ES", metric = "ClusterIndexWritesBlocked", dimensions = local.domain_dimensions
        stat        = "Maximum", period = 300, periods = 1, above = 0, missing = "notBreaching"
      }
      opensearch-heap = {
        description = "Heap pressure of a data node above ${var.jvm_memory_percent} %: it will soon refuse work"
        namespace   = "AWS/ES", metric = "JVMMemoryPressure", dimensions = local.domain_dimensions
        stat        = "Maximum", period = 300, periods = 3, above = var.jvm_memory_percent, missing = "notBreaching"
      }
      opensearch-processor = {
        description = "Data nodes are busier than 85 % for half an hour"
        namespace   = "AWS/ES", metric = "CPUUtilization", dimensions = local.domain_dimensions
        stat        = "Average", period = 300, periods = 6, above = 85, missing = "notBreaching"
      }
    },
  )

  domain_dimensions = var.opensearch == null ? {} : {
    DomainName = var.opensearch.domain_name
    ClientId   = coalesce(var.opensearch.owner_account_id, local.account_id)
  }
}

resource "aws_cloudwatch_metric_alarm" "simple" {
  for_each = local.simple_alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.stat
  period              = each.value.period
  evaluation_periods  = each.value.periods
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "storage" {
  count = try(var.opensearch.node_volume_gib, null) == null ? 0 : 1

  alarm_name          = "${var.name}-opensearch-storage"
  alarm_description   = "A data node has less than ${var.free_storage_percent} % of its ${var.opensearch.node_volume_gib} GiB left"
  namespace           = "AWS/ES"
  metric_name         = "FreeStorageSpace"
  dimensions          = local.domain_dimensions
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "LessThanThreshold"
  # The metric is in MiB.
  threshold          = floor(var.opensearch.node_volume_gib * 1024 * var.free_storage_percent / 100)
  treat_missing_data = "notBreaching"
  alarm_actions      = [aws_sns_topic.this.arn]
  ok_actions         = [aws_sns_topic.this.arn]
  tags               = var.tags
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  alarm_name          = "${var.name}-dead-letters"
  alarm_description   = "More than ${var.dead_letter_percent} % of the records of an hour became dead letters. Look with `siem dead-letters list`"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.dead_letter_percent
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]
  tags                = var.tags

  metric_query {
    id          = "share"
    expression  = "100 * FILL(dead, 0) / finished"
    label       = "Dead letters (% of records)"
    return_data = true
  }

  metric_query {
    id = "dead"
    metric {
      namespace   = local.filtered
      metric_name = "DeadLetteredRecords"
      period      = 3600
      stat        = "Sum"
    }
  }

  metric_query {
    id = "finished"
    metric {
      namespace   = local.filtered
      metric_name = "FinishedRecords"
      period      = 3600
      stat        = "Sum"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "silence" {
  for_each = var.expected_log_types

  alarm_name          = "${var.name}-silence-${each.key}"
  alarm_description   = "No ${each.key} record was loaded for ${each.value} hours: is the source still switched on?"
  namespace           = local.namespace
  metric_name         = "siem_records_total"
  dimensions          = { log_type = each.key, state = "indexed" }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = each.value
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  # Nothing reported is what silence looks like.
  treat_missing_data = "breaching"
  alarm_actions      = [aws_sns_topic.this.arn]
  ok_actions         = [aws_sns_topic.this.arn]
  tags               = var.tags
}

resource "aws_cloudwatch_metric_alarm" "at_maximum" {
  alarm_name          = "${var.name}-fleet-at-maximum"
  alarm_description   = "All ${var.worker.max_tasks} tasks run for half an hour and messages wait: max_tasks keeps the fleet from catching up"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 30
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]
  tags                = var.tags

  metric_query {
    id          = "full"
    expression  = "IF(tasks >= ${var.worker.max_tasks} AND waiting > 0, 1, 0)"
    label       = "All tasks run and messages wait"
    return_data = true
  }

  # ECS reports once a minute and task.
  metric_query {
    id = "tasks"
    metric {
      namespace   = "AWS/ECS"
      metric_name = "CPUUtilization"
      dimensions  = { ClusterName = var.worker.cluster_name, ServiceName = var.worker.service_name }
      period      = 60
      stat        = "SampleCount"
    }
  }

  metric_query {
    id = "waiting"
    metric {
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = var.queue_name }
      period      = 60
      stat        = "Minimum"
    }
  }
}

################################################################################
# Deployments that the circuit breaker rolled back, tasks that can not start
################################################################################

resource "aws_cloudwatch_event_rule" "deployment" {
  name        = "${var.name}-deployment-failed"
  description = "A deployment of the worker failed or was rolled back"

  event_pattern = jsonencode({
    source        = ["aws.ecs"]
    "detail-type" = ["ECS Deployment State Change", "ECS Service Action"]
    resources     = [{ wildcard = "*:service/${var.worker.cluster_name}/${var.worker.service_name}" }]
    detail        = { eventType = ["ERROR"] }
  })

  tags = var.tags
}

resource "aws_cloudwatch_event_target" "deployment" {
  rule = aws_cloudwatch_event_rule.deployment.name
  arn  = aws_sns_topic.this.arn

  input_transformer {
    input_paths = { event = "$.detail.eventName", reason = "$.detail.reason" }
    # Not by jsonencode, which writes < as \u003c: EventBridge fills in no such place.
    input_template = "\"Worker of ${var.name}: <event> <reason>\""
  }
}

################################################################################
# One answer to "does it work?"
################################################################################

locals {
  members = concat(
    [for alarm in aws_cloudwatch_metric_alarm.simple : alarm.alarm_name],
    [for alarm in aws_cloudwatch_metric_alarm.silence : alarm.alarm_name],
    aws_cloudwatch_metric_alarm.storage[*].alarm_name,
    [aws_cloudwatch_metric_alarm.dead_letters.alarm_name, aws_cloudwatch_metric_alarm.at_maximum.alarm_name],
  )
}

resource "aws_cloudwatch_composite_alarm" "unhealthy" {
  alarm_name        = "${var.name}-unhealthy"
  alarm_description = "OK: the SIEM is healthy. Otherwise at least one of its alarms rings"
  alarm_rule        = join(" OR ", [for name in sort(local.members) : "ALARM(\"${name}\")"])
  tags              = var.tags
}
