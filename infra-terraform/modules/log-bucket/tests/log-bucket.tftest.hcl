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
    condition = alltrue([for s in data.aws_iam_policy_document.senders.statement : "${one(s.condition).variable} ${one(one(s.condition).values)}" == (
      endswith(s.sid, "Cloudtrail") ? "aws:SourceArn arn:aws:cloudtrail:*:111122223333:trail/*" : "aws:SourceAccount 111122223333"
    ) if s.sid != "WriteElb"])
    error_message = "services of other accounts may write, or are asked for what they do not say: ${jsonencode(data.aws_iam_policy_document.senders.statement[*].condition)}"
  }

  assert {
    condition = one([for s in data.aws_iam_policy_document.senders.statement : tolist(s.resources) if s.sid == "WriteElb" && length(s.condition) == 0]) == tolist([
      "arn:aws:s3:::siem-log-111122223333/*/AWSLogs/111122223333/*", "arn:aws:s3:::siem-log-111122223333/AWSLogs/111122223333/*",
    ])
    error_message = "load balancers are let in by what they may not say, or may write logs of other accounts"
  }
}

run "lets_a_whole_organization_write" {
  command = apply

  variables {
    organization_id = "o-a1b2c3d4e5"
    senders         = ["cloudtrail"]
  }

  assert {
    condition     = { for s in data.aws_iam_policy_document.senders.statement : s.sid => [for c in s.condition : "${c.test} ${c.variable} ${one(c.values)}"] } == { WriteCloudtrail = ["StringEquals aws:SourceOrgID o-a1b2c3d4e5"], CheckCloudtrail = [] }
    error_message = "the statements ask for ${jsonencode(data.aws_iam_policy_document.senders.statement[*].condition)}"
  }

  assert {
    condition     = length(data.aws_iam_policy_document.senders.statement) == 2
    error_message = "more than CloudTrail is let in"
  }
}

run "lets_load_balancers_of_an_organization_write" {
  command = apply

  variables {
    organization_id    = "o-a1b2c3d4e5"
    sender_account_ids = ["444455556666"]
    senders            = ["elb"]
  }

  assert {
    condition = { for s in data.aws_iam_policy_document.senders.statement : s.sid => tolist(s.resources)[length(s.resources) - 1] } == {
      WriteElb               = "arn:aws:s3:::siem-log-111122223333/AWSLogs/444455556666/*"
      WriteElbOfOrganization = "arn:aws:s3:::siem-log-111122223333/*"
    }
    error_message = "the statements are ${jsonencode(data.aws_iam_policy_document.senders.statement)}"
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
