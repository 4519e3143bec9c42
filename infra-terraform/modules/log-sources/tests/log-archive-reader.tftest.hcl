mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  buckets         = ["aws-controltower-logs-444455556666-eu-west-1"]
  worker_role_arn = "arn:aws:iam::111122223333:role/siem-worker-task"
  external_id     = "external-1"
}

run "log_archive_is_read_by_the_workers_alone" {
  command = apply

  module {
    source = "./log-archive-reader"
  }

  variables {
    queue_arn    = "arn:aws:sqs:eu-west-1:111122223333:siem-log-notifications"
    kms_key_arns = ["arn:aws:kms:eu-west-1:444455556666:key/1"]
  }

  assert {
    condition = one([for s in data.aws_iam_policy_document.assume.statement :
    one(s.condition).values == tolist(["external-1"]) && one(s.principals).identifiers == toset(["arn:aws:iam::111122223333:role/siem-worker-task"])])
    error_message = "others may take the role, or without the external id"
  }

  assert {
    condition     = toset(flatten([for s in data.aws_iam_policy_document.read.statement : s.actions])) == toset(["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "kms:Decrypt"])
    error_message = "the role may do more than read"
  }

  assert {
    condition     = one(one(values(aws_s3_bucket_notification.this)).queue).queue_arn == "arn:aws:sqs:eu-west-1:111122223333:siem-log-notifications"
    error_message = "nobody hears of new objects"
  }
}

run "log_archive_keeps_notifications_that_are_there" {
  command = apply

  module {
    source = "./log-archive-reader"
  }

  assert {
    condition     = length(aws_s3_bucket_notification.this) == 0
    error_message = "the bucket's notifications would be replaced"
  }
}

run "log_archive_refuses_a_guessable_external_id" {
  command = plan

  module {
    source = "./log-archive-reader"
  }

  variables {
    external_id = "x"
  }

  expect_failures = [var.external_id]
}
