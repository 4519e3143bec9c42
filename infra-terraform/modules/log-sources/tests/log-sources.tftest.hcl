# Every source in one place: one plugin start for all of them.
mock_provider "aws" {
  source = "../../tests/mocks"
}

run "vpc_flow_logs_record_every_field" {
  command = plan

  module {
    source = "./vpc-flow-logs"
  }

  variables {
    bucket  = "siem-log-111122223333"
    vpc_ids = ["vpc-0a1b2c3d4e5f60718"]
  }

  assert {
    condition     = startswith(one(values(aws_flow_log.this)).log_format, "$${version} $${account-id}") && strcontains(one(values(aws_flow_log.this)).log_format, "$${traffic-path}")
    error_message = "the format is not the richest"
  }

  assert {
    condition     = one(values(aws_flow_log.this)).log_destination_type == "s3" && one(values(aws_flow_log.this)).traffic_type == "ALL"
    error_message = "flow logs go elsewhere or leave traffic out"
  }
}

run "vpc_flow_logs_refuse_what_is_no_vpc" {
  command = plan

  module {
    source = "./vpc-flow-logs"
  }

  variables {
    bucket              = "siem-log-111122223333"
    vpc_ids             = ["subnet-1"]
    aggregation_seconds = 30
  }

  expect_failures = [var.vpc_ids, var.aggregation_seconds]
}

run "guardduty_exports_to_the_bucket" {
  command = apply

  module {
    source = "./guardduty"
  }

  variables {
    bucket      = "siem-log-111122223333"
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/0a"
  }

  assert {
    condition     = aws_guardduty_publishing_destination.this.destination_arn == "arn:aws:s3:::siem-log-111122223333" && length(aws_guardduty_detector.this) == 1
    error_message = "findings go elsewhere"
  }
}

run "guardduty_takes_a_detector_that_is_there" {
  command = plan

  module {
    source = "./guardduty"
  }

  variables {
    bucket      = "siem-log-111122223333"
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/0a"
    detector_id = "12abc34d567e8fa901bc2d34e56789f0"
  }

  assert {
    condition     = length(aws_guardduty_detector.this) == 0
    error_message = "a second detector is made"
  }
}

run "guardduty_is_switched_on_in_all_accounts" {
  command = apply

  module {
    source = "./guardduty"
  }

  variables {
    bucket               = "siem-log-111122223333"
    kms_key_arn          = "arn:aws:kms:eu-west-1:111122223333:key/0a"
    organization_members = "ALL"
  }

  assert {
    condition     = aws_guardduty_organization_configuration.this[0].auto_enable_organization_members == "ALL"
    error_message = "accounts are left out"
  }
}

run "resolver_records_queries" {
  command = plan

  module {
    source = "./route53-resolver"
  }

  variables {
    name    = "siem"
    bucket  = "siem-log-111122223333"
    vpc_ids = ["vpc-0a1b2c3d4e5f60718", "vpc-0b1b2c3d4e5f60718"]
  }

  assert {
    condition     = length(aws_route53_resolver_query_log_config_association.this) == 2
    error_message = "a VPC is left out"
  }
}

run "waf_redacts_credentials" {
  command = plan

  module {
    source = "./waf"
  }

  variables {
    bucket       = "aws-waf-logs-siem-111122223333"
    web_acl_arns = { shop = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/0a" }
  }

  assert {
    condition     = [for field in one(values(aws_wafv2_web_acl_logging_configuration.this)).redacted_fields : field.single_header[0].name] == ["authorization", "cookie"]
    error_message = "credentials are recorded"
  }
}

run "waf_refuses_a_bucket_it_cannot_write_to" {
  command = plan

  module {
    source = "./waf"
  }

  variables {
    bucket       = "siem-log-111122223333"
    web_acl_arns = {}
  }

  expect_failures = [var.bucket]
}

run "s3_access_puts_account_and_region_into_the_key" {
  command = apply

  module {
    source = "./s3-access"
  }

  variables {
    bucket  = "siem-log-111122223333"
    buckets = ["shop-data"]
  }

  assert {
    condition     = can(regex("^AWSLogs/[0-9]{12}/s3accesslog/[a-z0-9-]+/shop-data/$", output.prefixes["shop-data"]))
    error_message = "the prefix is ${output.prefixes["shop-data"]}"
  }
}

run "s3_access_refuses_the_log_bucket" {
  command = plan

  module {
    source = "./s3-access"
  }

  variables {
    bucket  = "siem-log-111122223333"
    buckets = ["siem-log-111122223333"]
  }

  expect_failures = [var.buckets]
}

run "config_records_everything" {
  command = apply

  module {
    source = "./config"
  }

  variables {
    bucket = "siem-log-111122223333"
  }

  assert {
    condition     = aws_config_configuration_recorder.this.recording_group[0].all_supported && aws_config_configuration_recorder_status.this.is_enabled
    error_message = "the recorder leaves something out or stands still"
  }
}

run "firehose_carries_events_and_log_groups" {
  command = apply

  module {
    source = "./firehose"
  }

  variables {
    name   = "siem"
    bucket = "siem-log-111122223333"
    events = {
      securityhub = { prefix = "SecurityHub", pattern = "{\"source\":[\"aws.securityhub\"]}" }
    }
    log_groups = {
      mysql-audit = { prefix = "RDS/MySQL/audit", log_groups = ["/aws/rds/instance/a/audit", "/aws/rds/instance/b/audit"] }
    }
  }

  assert {
    condition     = can(regex("^AWSLogs/[0-9]{12}/SecurityHub/[a-z0-9-]+/$", output.prefixes["securityhub"])) && strcontains(output.prefixes["mysql-audit"], "/RDS/MySQL/audit/")
    error_message = "the keys do not tell the log type: ${jsonencode(output.prefixes)}"
  }

  assert {
    condition     = length(aws_cloudwatch_log_subscription_filter.this) == 2 && length(aws_cloudwatch_event_target.this) == 1
    error_message = "a source is not connected"
  }
}

run "firehose_writes_to_a_bucket_with_a_key" {
  command = apply

  module {
    source = "./firehose"
  }

  variables {
    name               = "siem"
    bucket             = "siem-log"
    bucket_kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1"
    log_groups         = { eks = { prefix = "EKS", log_groups = ["/aws/eks/a/cluster"] } }
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.deliver.statement : "${one(s.resources)} ${one(one(s.condition).values)}" if s.sid == "Encrypt"]) == "arn:aws:kms:eu-west-1:111122223333:key/1 s3.eu-west-1.amazonaws.com"
    error_message = "S3 would refuse each delivery"
  }
}

run "firehose_refuses_a_pattern_that_is_none" {
  command = plan

  module {
    source = "./firehose"
  }

  variables {
    name   = "siem"
    bucket = "siem-log-111122223333"
    events = { all = { prefix = "x", pattern = "{}" } }
  }

  expect_failures = [var.events]
}

run "security_lake_subscriber_names_account_and_external_id" {
  command = apply

  module {
    source = "./security-lake-subscriber"
  }

  variables {
    name              = "siem"
    worker_account_id = "111122223333"
    external_id       = "siem-0a1b2c3d"
  }

  assert {
    condition     = aws_securitylake_subscriber.this.subscriber_identity[0].external_id == "siem-0a1b2c3d" && length(aws_securitylake_subscriber.this.source) == 8
    error_message = "the subscriber is another one"
  }
}

run "security_lake_subscriber_refuses_a_guessable_external_id" {
  command = plan

  module {
    source = "./security-lake-subscriber"
  }

  variables {
    name              = "siem"
    worker_account_id = "111122223333"
    external_id       = "siem"
  }

  expect_failures = [var.external_id]
}

run "cloudtrail_records_every_region_with_validation" {
  command = plan

  module {
    source = "./cloudtrail"
  }

  variables {
    name   = "siem"
    bucket = "siem-log-111122223333"
  }

  assert {
    condition     = aws_cloudtrail.this.is_multi_region_trail && aws_cloudtrail.this.enable_log_file_validation && aws_cloudtrail.this.include_global_service_events
    error_message = "the trail leaves something out"
  }

  assert {
    condition     = !aws_cloudtrail.this.is_organization_trail && length(aws_cloudtrail.this.advanced_event_selector) == 0
    error_message = "the trail records more than was asked for"
  }
}

run "cloudtrail_records_data_events_and_insights_on_request" {
  command = plan

  module {
    source = "./cloudtrail"
  }

  variables {
    name         = "siem"
    bucket       = "siem-log-111122223333"
    organization = true
    data_events  = ["AWS::S3::Object"]
    insights     = true
  }

  assert {
    condition     = [for s in aws_cloudtrail.this.advanced_event_selector : s.name] == ["Management", "AWS::S3::Object"]
    error_message = "management events are lost beside data events"
  }

  assert {
    condition     = length(aws_cloudtrail.this.insight_selector) == 2 && aws_cloudtrail.this.is_organization_trail
    error_message = "insights or the organization are missing"
  }
}

run "cloudtrail_refuses_resource_types_that_are_none" {
  command = plan

  module {
    source = "./cloudtrail"
  }

  variables {
    name        = "siem"
    bucket      = "siem-log-111122223333"
    data_events = ["s3"]
  }

  expect_failures = [var.data_events]
}

run "event_forwarding_tells_of_its_buckets_only" {
  command = apply

  module {
    source = "./event-forwarding"
  }

  variables {
    name          = "siem-events"
    buckets       = ["archive-b", "archive-a"]
    event_bus_arn = "arn:aws:events:eu-west-1:111122223333:event-bus/default"
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.this.event_pattern).detail.bucket.name == ["archive-a", "archive-b"]
    error_message = "the rule is ${aws_cloudwatch_event_rule.this.event_pattern}"
  }

  assert {
    condition     = length(aws_s3_bucket_notification.this) == 0 && aws_cloudwatch_event_target.this.arn == var.event_bus_arn
    error_message = "a notification is replaced, or events go elsewhere"
  }
}

run "event_forwarding_refuses_what_is_no_bus" {
  command = plan

  module {
    source = "./event-forwarding"
  }

  variables {
    name          = "siem-events"
    buckets       = []
    event_bus_arn = "arn:aws:sqs:eu-west-1:111122223333:q"
  }

  expect_failures = [var.buckets, var.event_bus_arn]
}

run "security_hub_is_on_with_a_standard_and_every_region" {
  command = apply

  module {
    source = "./security-hub"
  }

  variables {
    organization = true
  }

  assert {
    condition     = length(aws_securityhub_standards_subscription.this) == 1 && length(aws_securityhub_finding_aggregator.this) == 1 && aws_securityhub_organization_configuration.this[0].auto_enable
    error_message = "something is not switched on"
  }

  assert {
    condition     = jsondecode(output.firehose_event.pattern).source == ["aws.securityhub"]
    error_message = "module firehose would take other events"
  }
}

run "security_hub_refuses_unknown_standards" {
  command = plan

  module {
    source = "./security-hub"
  }

  variables {
    standards = ["iso"]
  }

  expect_failures = [var.standards]
}
