mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  bucket = "siem-log-111122223333"
}

run "lets_services_of_the_own_account_write" {
  command = apply

  assert {
    condition = toset(flatten([for s in data.aws_iam_policy_document.senders.statement : [for p in s.principals : p.identifiers] if startswith(s.sid, "Write")])) == toset([
      "cloudtrail.amazonaws.com", "config.amazonaws.com", "delivery.logs.amazonaws.com", "guardduty.amazonaws.com",
      "logdelivery.elasticloadbalancing.amazonaws.com", "logging.s3.amazonaws.com",
    ])
    error_message = "other services may write"
  }

  assert {
    condition = alltrue([for s in data.aws_iam_policy_document.senders.statement : alltrue([
      for c in s.condition : c.variable == "aws:SourceAccount" && tolist(c.values) == tolist(["111122223333"])
    ]) && length(s.condition) == 1])
    error_message = "services of other accounts may write"
  }
}

run "lets_a_whole_organization_write" {
  command = apply

  variables {
    organization_id = "o-a1b2c3d4e5"
    senders         = ["cloudtrail"]
  }

  assert {
    condition     = alltrue([for s in data.aws_iam_policy_document.senders.statement : one(s.condition).variable == "aws:SourceOrgID"])
    error_message = "the organization is not asked for"
  }

  assert {
    condition     = length(data.aws_iam_policy_document.senders.statement) == 2
    error_message = "more than CloudTrail is let in"
  }
}

run "refuses_a_key_that_elb_cannot_use" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1"
  }

  expect_failures = [var.kms_key_arn]
}

run "refuses_senders_it_does_not_know" {
  command = plan

  variables {
    senders = ["cloudtrail", "syslog"]
  }

  expect_failures = [var.senders]
}

run "refuses_what_is_no_organization" {
  command = plan

  variables {
    organization_id = "111122223333"
  }

  expect_failures = [var.organization_id]
}
