mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                   = "siem"
  queue_name             = "q"
  dead_letter_queue_name = "q-dlq"
  worker                 = { cluster_name = "c", service_name = "s", log_group_name = "/siem/worker", max_tasks = 20 }
}

run "watches_queue_ledger_and_fleet" {
  command = apply

  assert {
    condition = join(" ", output.alarm_names) == join(" ", [
      "siem-dead-letters", "siem-fleet-at-maximum", "siem-ledger-imbalance", "siem-logs-are-late", "siem-messages-given-up", "siem-opensearch-throttles", "siem-s3-away",
    ])
    error_message = "the alarms are ${join(" ", output.alarm_names)}"
  }

  assert {
    condition     = alltrue([for name in output.alarm_names : strcontains(aws_cloudwatch_composite_alarm.unhealthy.alarm_rule, "ALARM(\"${name}\")")])
    error_message = "an alarm is missing from the one that sums up"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.simple : contains(alarm.alarm_actions, "arn:aws:sns:eu-west-1:111122223333:mock-topic")])
    error_message = "an alarm tells nobody"
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets) == 10
    error_message = "the dashboard has ${length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets)} pictures"
  }
}

run "looks_at_the_metrics_of_its_own_workers" {
  command = apply

  variables {
    name   = "second-siem"
    worker = { cluster_name = "c", service_name = "s", log_group_name = "/siem/worker", max_tasks = 20, metrics_namespace = "SIEM/second-siem" }
  }

  assert {
    condition     = toset([for name, alarm in aws_cloudwatch_metric_alarm.simple : alarm.namespace if startswith(alarm.namespace, "SIEM")]) == toset(["SIEM/second-siem"])
    error_message = "alarms would ring for another installation"
  }

  # Namespaces with more than letters and digits stand in quotation marks.
  assert {
    condition     = strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "SEARCH('{\\\"SIEM/second-siem\\\",log_type,state}")
    error_message = "the dashboard searches ${aws_cloudwatch_dashboard.this.dashboard_body}"
  }
}

run "tells_what_rules_saw" {
  command = apply

  assert {
    condition     = aws_cloudwatch_event_target.deployment.input_transformer[0].input_template == "\"Worker of siem: <event> <reason>\""
    error_message = "EventBridge would send ${aws_cloudwatch_event_target.deployment.input_transformer[0].input_template}"
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.key.statement : length(s.condition) if s.sid == "Rules"]) == 0
    error_message = "rules say neither account nor ARN to the key of an encrypted topic, so a condition keeps every message"
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.key.statement : one(one(s.condition).values) if s.sid == "Alarms"]) == "111122223333"
    error_message = "alarms of other accounts could use the key"
  }
}

run "watches_a_domain_too" {
  command = apply

  variables {
    opensearch         = { domain_name = "siem", node_volume_gib = 100 }
    expected_log_types = { cloudtrail = 2 }
    emails             = ["operator@example.com"]
  }

  assert {
    condition     = length(setintersection(output.alarm_names, ["siem-opensearch-red", "siem-opensearch-blocks-writes", "siem-opensearch-heap", "siem-opensearch-storage", "siem-silence-cloudtrail"])) == 5
    error_message = "the alarms are ${join(" ", output.alarm_names)}"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.storage[0].threshold == 25600
    error_message = "a quarter of 100 GiB are 25600 MiB, not ${aws_cloudwatch_metric_alarm.storage[0].threshold}"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.silence["cloudtrail"].treat_missing_data == "breaching"
    error_message = "silence would not be heard"
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets) == 14
    error_message = "the domain is not on the dashboard"
  }
}

run "refuses_hours_that_no_alarm_can_look_back" {
  command = plan

  variables {
    expected_log_types = { cloudtrail = 48 }
  }

  expect_failures = [var.expected_log_types]
}

run "refuses_what_is_no_address" {
  command = plan

  variables {
    emails = ["operator"]
  }

  expect_failures = [var.emails]
}
