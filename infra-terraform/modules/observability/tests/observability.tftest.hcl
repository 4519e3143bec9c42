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
      "siem-dead-letters", "siem-fleet-at-maximum", "siem-ledger-imbalance", "siem-logs-are-late", "siem-messages-given-up", "siem-opensearch-throttles",
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
