mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name        = "siem-log-notifications"
  log_buckets = { own = { bucket = "siem-log" } }
}

run "takes_messages_of_its_bucket_only" {
  command = apply

  assert {
    condition     = aws_sqs_queue.dead_letters.name == "siem-log-notifications-dlq"
    error_message = "the dead-letter queue is called ${aws_sqs_queue.dead_letters.name}"
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.this.redrive_policy).maxReceiveCount == 20
    error_message = "messages are given up after ${jsondecode(aws_sqs_queue.this.redrive_policy).maxReceiveCount} deliveries"
  }

  assert {
    condition     = toset([for s in data.aws_iam_policy_document.queue.statement : s.sid]) == toset(["FromBucketOwn", "DenyWithoutTls"])
    error_message = "the queue's policy has ${jsonencode([for s in data.aws_iam_policy_document.queue.statement : s.sid])}"
  }

  assert {
    condition = alltrue([for s in data.aws_iam_policy_document.queue.statement : s.sid != "FromBucketOwn" || (
      anytrue([for c in s.condition : c.variable == "aws:SourceArn" && contains(c.values, "arn:aws:s3:::siem-log")]) &&
      anytrue([for c in s.condition : c.variable == "aws:SourceAccount" && contains(c.values, "111122223333")])
    )])
    error_message = "a stranger's bucket of the same name could send"
  }

  # Names are known before the queues are, ARNs are not.
  assert {
    condition     = toset(flatten(data.aws_iam_policy_document.queue.statement[*].resources)) == toset(["arn:aws:sqs:eu-west-1:111122223333:${aws_sqs_queue.this.name}"])
    error_message = "the policy speaks of another queue"
  }

  assert {
    condition     = toset(flatten(data.aws_iam_policy_document.dead_letters.statement[*].resources)) == toset(["arn:aws:sqs:eu-west-1:111122223333:${aws_sqs_queue.dead_letters.name}"])
    error_message = "the dead letters' policy speaks of another queue"
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.dead_letters.redrive_allow_policy) == { redrivePermission = "byQueue", sourceQueueArns = ["arn:aws:sqs:eu-west-1:111122223333:siem-log-notifications"] }
    error_message = "other queues may put their messages here: ${aws_sqs_queue.dead_letters.redrive_allow_policy}"
  }

  assert {
    condition     = aws_kms_key.this[0].enable_key_rotation && length(aws_s3_bucket_notification.this["own"].queue) == 1
    error_message = "no key, or no notification"
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.key.statement : "${join(" ", sort(one(s.principals).identifiers))}, ${length(s.condition)} conditions" if s.sid == "Senders"]) == "events.amazonaws.com s3.amazonaws.com, 0 conditions"
    error_message = "S3 or EventBridge might not be able to encrypt: with a condition on what they do not say, no notification could be set"
  }
}

run "other_accounts_forward_events_to_the_bus" {
  command = apply

  variables {
    log_buckets = {
      archive = { bucket = "siem-archive", notification = "eventbridge", account_id = "444455556666", manage = false }
      second  = { bucket = "siem-second", notification = "eventbridge", account_id = "444455556666", manage = false }
      own     = { bucket = "siem-own", notification = "eventbridge", account_id = "111122223333", manage = false }
    }
  }

  assert {
    condition     = join(",", keys(aws_cloudwatch_event_permission.this)) == "444455556666"
    error_message = "the bus lets in ${join(", ", keys(aws_cloudwatch_event_permission.this))}"
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.this["archive"].event_pattern).account == ["444455556666"]
    error_message = "another account could forge events of the archive"
  }
}

run "fans_out_over_sns_eventbridge_and_accounts" {
  command = apply

  variables {
    log_buckets = {
      direct  = { bucket = "siem-direct", prefixes = ["AWSLogs/", "waf/"] }
      shared  = { bucket = "siem-shared", notification = "sns" }
      events  = { bucket = "siem-events", notification = "eventbridge" }
      archive = { bucket = "siem-archive", notification = "sns", account_id = "444455556666", manage = false, topic_arn = "arn:aws:sns:eu-west-1:444455556666:logs" }
    }
  }

  assert {
    condition     = length(aws_s3_bucket_notification.this["direct"].queue) == 2
    error_message = "one notification a prefix is right"
  }

  assert {
    condition     = join(",", keys(aws_sns_topic.this)) == "shared" && join(",", keys(aws_sns_topic_subscription.this)) == "archive,shared"
    error_message = "an existing topic is only subscribed to"
  }

  assert {
    condition     = !contains(keys(aws_s3_bucket_notification.this), "archive")
    error_message = "another account's bucket is not ours to configure"
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.this["events"].event_pattern).detail.bucket.name == ["siem-events"]
    error_message = "the rule takes events of other buckets"
  }
}

run "names_rules_as_eventbridge_takes_them" {
  command = apply

  variables {
    log_buckets = {
      short                                          = { bucket = "siem-events", notification = "eventbridge" }
      "aws-controltower-logs-444455556666-us-east-1" = { bucket = "aws-controltower-logs-444455556666-us-east-1", notification = "eventbridge" }
      "aws-controltower-logs-444455556666-us-east-2" = { bucket = "aws-controltower-logs-444455556666-us-east-2", notification = "eventbridge" }
    }
  }

  assert {
    condition     = aws_cloudwatch_event_rule.this["short"].name == "siem-log-notifications-short"
    error_message = "the rule is called ${aws_cloudwatch_event_rule.this["short"].name}"
  }

  assert {
    condition     = alltrue([for name in values(local.rule_names) : length(name) <= 64]) && length(distinct(values(local.rule_names))) == 3
    error_message = "EventBridge takes no names such as ${join(", ", values(local.rule_names))}"
  }
}

run "uses_the_keys_of_sqs_when_told" {
  command = plan

  variables {
    encryption = "sqs"
  }

  assert {
    condition     = length(aws_kms_key.this) == 0 && aws_sqs_queue.this.sqs_managed_sse_enabled
    error_message = "there is a key to pay, or none at all"
  }
}

run "refuses_an_unknown_way_of_notification" {
  command = plan

  variables {
    log_buckets = { own = { bucket = "siem-log", notification = "mail" } }
  }

  expect_failures = [var.log_buckets]
}

run "refuses_to_configure_another_accounts_bucket" {
  command = plan

  variables {
    log_buckets = { own = { bucket = "siem-log", account_id = "444455556666" } }
  }

  expect_failures = [var.log_buckets]
}

run "refuses_the_same_bucket_twice" {
  command = plan

  variables {
    log_buckets = { a = { bucket = "siem-log" }, b = { bucket = "siem-log" } }
  }

  expect_failures = [var.log_buckets]
}

run "refuses_a_topic_without_a_key_that_s3_may_use" {
  command = plan

  variables {
    encryption  = "sqs"
    log_buckets = { own = { bucket = "siem-log", notification = "sns" } }
  }

  expect_failures = [aws_sns_topic.this]
}

run "refuses_to_give_up_at_once" {
  command = plan

  variables {
    max_receive_count = 1
  }

  expect_failures = [var.max_receive_count]
}
