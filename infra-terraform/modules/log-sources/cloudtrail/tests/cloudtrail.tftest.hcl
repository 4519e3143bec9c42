mock_provider "aws" {
  source = "../../../tests/mocks"
}

variables {
  name   = "siem"
  bucket = "siem-log-111122223333"
}

run "records_every_region_with_validation" {
  command = plan

  assert {
    condition     = aws_cloudtrail.this.is_multi_region_trail && aws_cloudtrail.this.enable_log_file_validation && aws_cloudtrail.this.include_global_service_events
    error_message = "the trail leaves something out"
  }

  assert {
    condition     = !aws_cloudtrail.this.is_organization_trail && length(aws_cloudtrail.this.advanced_event_selector) == 0
    error_message = "the trail records more than was asked for"
  }
}

run "records_data_events_and_insights_on_request" {
  command = plan

  variables {
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

run "refuses_resource_types_that_are_none" {
  command = plan

  variables {
    data_events = ["s3"]
  }

  expect_failures = [var.data_events]
}
