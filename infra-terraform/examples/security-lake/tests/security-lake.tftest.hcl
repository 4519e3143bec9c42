mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  lake_bucket = "aws-security-data-lake-us-east-1-abcdefghij"
  external_id = "0a1b2c3d-0000"
}

run "reads_the_lake_under_its_role" {
  command = apply

  assert {
    condition     = module.subscriber.queue_endpoint == null && module.siem.log_bucket == null
    error_message = "there are two queues, or a bucket that nobody needs"
  }
}

run "refuses_other_buckets" {
  command = plan

  variables {
    lake_bucket = "logs"
  }

  expect_failures = [var.lake_bucket]
}
