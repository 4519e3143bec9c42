mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name        = "siem-enrichment"
  bucket      = "siem-enrichment-111122223333"
  image       = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/siem/enrichment-updater:0.1.0"
  cluster_arn = "arn:aws:ecs:eu-west-1:111122223333:cluster/siem"
  vpc_id      = "vpc-1"
  subnet_ids  = ["subnet-1"]
}

run "makes_a_secret_without_a_value" {
  command = apply

  variables {
    maxmind = { account_id = "123456" }
  }

  assert {
    condition     = aws_secretsmanager_secret.maxmind[0].name == "siem-enrichment/maxmind" && strcontains(output.secret_command, "put-secret-value")
    error_message = "nobody could put the key in"
  }
}

run "takes_an_existing_secret" {
  command = apply

  variables {
    maxmind = {
      account_id  = "123456"
      secret_arn  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:mine-AbCdEf"
      kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1"
    }
  }

  assert {
    condition     = length(aws_secretsmanager_secret.maxmind) == 0 && output.secret_arn == "arn:aws:secretsmanager:eu-west-1:111122223333:secret:mine-AbCdEf"
    error_message = "a second secret is made"
  }

  assert {
    condition     = local.secret_kms_key_arns == tolist(["arn:aws:kms:eu-west-1:111122223333:key/1"])
    error_message = "Fargate could not decrypt the secret"
  }
}

run "goes_without_maxmind" {
  command = apply

  variables {
    threat_lists = { botnets = { url = "https://lists.example.com/ips.txt" } }
  }

  assert {
    condition     = output.secret_arn == null && length(aws_secretsmanager_secret.maxmind) == 0
    error_message = "a secret is asked for that nobody has"
  }

  assert {
    condition = [for s in data.aws_iam_policy_document.task.statement : { actions = tolist(s.actions), resources = [for arn in s.resources : split(":::", arn)[1]] }] == [
      { actions = tolist(["s3:PutObject"]), resources = ["mock-bucket/geoip/*", "mock-bucket/threat/*"] },
    ]
    error_message = "what comes from outside could change rules: ${jsonencode(data.aws_iam_policy_document.task.statement)}"
  }
}

run "waits_for_files_of_yours_where_there_is_nothing_to_fetch" {
  command = apply

  assert {
    condition     = local.schedule == null && output.bucket != null
    error_message = "a task would start every night for nothing"
  }
}

run "refuses_lists_over_plain_http" {
  command = plan

  variables {
    threat_lists = { botnets = { url = "http://lists.example.com/ips.txt" } }
  }

  expect_failures = [var.threat_lists]
}

run "refuses_csv_without_a_column" {
  command = plan

  variables {
    threat_lists = { botnets = { url = "https://lists.example.com/ips.csv", format = "csv" } }
  }

  expect_failures = [var.threat_lists]
}

run "refuses_an_account_that_is_none" {
  command = plan

  variables {
    maxmind = { account_id = "me@example.com" }
  }

  expect_failures = [var.maxmind]
}
