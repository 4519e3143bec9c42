mock_provider "aws" {
  source = "../../tests/mocks"
}

mock_provider "aws" {
  alias  = "log_archive"
  source = "../../tests/mocks"
}

variables {
  organization_id = "o-a1b2c3d4e5"
}

run "trails_of_all_accounts_arrive" {
  command = apply

  assert {
    condition     = length(module.cloudtrail) == 1 && length(module.log_archive) == 0
    error_message = "the organization's trail is missing"
  }
}

run "the_archive_is_read_under_its_role" {
  command = apply

  variables {
    organization_trail = false
    log_archive        = { profile = "archive", account_id = "444455556666", buckets = ["aws-controltower-logs-444455556666-us-east-1"] }
  }

  assert {
    condition     = one(one(module.log_archive).bucket_roles).bucket == "aws-controltower-logs-444455556666-us-east-1"
    error_message = "the archive has no role"
  }

  assert {
    condition     = local.reader_role_arn == "arn:aws:iam::444455556666:role/siem-log-reader"
    error_message = "workers would take ${local.reader_role_arn}"
  }
}

run "the_archive_tells_by_eventbridge" {
  command = apply

  variables {
    log_archive  = { profile = "archive", account_id = "444455556666", buckets = ["archive-logs"], notification = "eventbridge" }
    security_hub = true
  }

  assert {
    condition     = length(module.log_archive_events) == 1 && length(module.findings) == 1
    error_message = "events or findings are not carried"
  }
}

run "refuses_a_topic_that_is_missing" {
  command = plan

  variables {
    log_archive = { profile = "archive", account_id = "444455556666", buckets = ["archive-logs"], notification = "sns" }
  }

  expect_failures = [var.log_archive]
}

run "refuses_what_is_no_organization" {
  command = plan

  variables {
    organization_id = "111122223333"
  }

  expect_failures = [var.organization_id]
}
