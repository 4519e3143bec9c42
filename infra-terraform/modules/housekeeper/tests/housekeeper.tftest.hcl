mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name        = "siem-housekeeper"
  image       = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/siem/housekeeper:0.1.0"
  opensearch  = { url = "https://search.example.com", arn = "arn:aws:es:eu-west-1:111122223333:domain/siem" }
  log_bucket  = "siem-log"
  cluster_arn = "arn:aws:ecs:eu-west-1:111122223333:cluster/siem"
  vpc_id      = "vpc-1"
  subnet_ids  = ["subnet-1"]
}

run "measures_and_may_do_nothing_else" {
  command = apply

  assert {
    condition = toset(flatten([for s in data.aws_iam_policy_document.task.statement : s.actions])) == toset([
      "s3:PutObject", "es:ESHttpGet", "es:ESHttpPost",
    ])
    error_message = "the task may ${jsonencode(flatten([for s in data.aws_iam_policy_document.task.statement : s.actions]))}"
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.task.statement : one(s.resources) if s.sid == "ListColdIndexes"]) == "arn:aws:es:eu-west-1:111122223333:domain/siem/_cold/indices/_search"
    error_message = "it may post to more than the list of cold indexes"
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.task.statement : one(s.resources) if s.sid == "WriteMeasurements"]) == "arn:aws:s3:::siem-log/AWSLogs/*/OpenSearch/metrics/*"
    error_message = "it writes elsewhere than below OpenSearch/metrics/"
  }
}

run "signs_for_a_collection" {
  command = apply

  variables {
    opensearch = { url = "https://search.example.com", arn = "arn:aws:aoss:eu-west-1:111122223333:collection/abc", service = "aoss" }
  }

  assert {
    condition     = contains(flatten([for s in data.aws_iam_policy_document.task.statement : s.actions]), "aoss:APIAccessAll")
    error_message = "the collection would refuse it"
  }
}

run "deletes_old_indexes_of_a_collection" {
  command = apply

  variables {
    opensearch        = { url = "https://search.example.com", arn = "arn:aws:aoss:eu-west-1:111122223333:collection/abc", service = "aoss" }
    delete_after_days = 90
  }

  assert {
    condition     = local.environment.SIEM_DELETE_AFTER_DAYS == "90"
    error_message = "old indexes would stay"
  }
}

run "leaves_indexes_of_domains_to_their_policies" {
  command = plan

  variables {
    delete_after_days = 90
  }

  expect_failures = [var.delete_after_days]
}

run "refuses_a_period_that_does_not_divide_the_day" {
  command = plan

  variables {
    period_hours = 5
  }

  expect_failures = [var.period_hours]
}
