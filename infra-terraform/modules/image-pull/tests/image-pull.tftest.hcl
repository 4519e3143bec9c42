mock_provider "aws" {
  source = "../../tests/mocks"
}

run "lets_pull_one_repository_only" {
  command = apply

  variables {
    image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/siem/worker:0.1.0"
  }

  assert {
    condition = jsonencode(output.statements) == jsonencode([
      { sid = "LogIntoRegistry", actions = ["ecr:GetAuthorizationToken"], resources = ["*"] },
      {
        sid       = "PullImage"
        actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        resources = ["arn:aws:ecr:eu-west-1:111122223333:repository/siem/worker"]
      },
    ])
    error_message = "it may ${jsonencode(output.statements)}"
  }

  assert {
    condition = output.ecr == {
      registry   = "111122223333.dkr.ecr.eu-west-1.amazonaws.com"
      account    = "111122223333"
      region     = "eu-west-1"
      repository = "siem/worker"
    }
    error_message = "the image is in ${jsonencode(output.ecr)}"
  }
}

run "pulls_by_digest" {
  command = apply

  variables {
    image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/siem/worker@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  assert {
    condition     = one(output.statements[1].resources) == "arn:aws:ecr:eu-west-1:111122223333:repository/siem/worker"
    error_message = "it may pull ${jsonencode(output.statements)}"
  }
}

run "pulls_by_tag_and_digest" {
  command = apply

  variables {
    image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/siem/worker:0.1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  assert {
    condition     = one(output.statements[1].resources) == "arn:aws:ecr:eu-west-1:111122223333:repository/siem/worker"
    error_message = "it may pull ${jsonencode(output.statements)}"
  }
}

run "pulls_in_another_account_and_region" {
  command = apply

  variables {
    image = "444455556666.dkr.ecr.us-east-1.amazonaws.com/worker:0.1.0"
  }

  assert {
    condition     = one(output.statements[1].resources) == "arn:aws:ecr:us-east-1:444455556666:repository/worker"
    error_message = "it may pull ${jsonencode(output.statements)}"
  }
}

run "pulls_by_the_dual_stack_fips_host" {
  command = apply

  variables {
    image = "111122223333.dkr-ecr-fips.us-east-1.on.aws/siem/worker:0.1.0"
  }

  assert {
    condition     = one(output.statements[1].resources) == "arn:aws:ecr:us-east-1:111122223333:repository/siem/worker"
    error_message = "it may pull ${jsonencode(output.statements)}"
  }
}

run "pulls_in_china" {
  command = apply

  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-cn" }
  }

  variables {
    image = "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/siem/worker:0.1.0"
  }

  assert {
    condition     = one(output.statements[1].resources) == "arn:aws-cn:ecr:cn-north-1:111122223333:repository/siem/worker"
    error_message = "it may pull ${jsonencode(output.statements)}"
  }
}

run "pulls_in_govcloud_by_the_fips_host" {
  command = apply

  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-us-gov" }
  }

  variables {
    image = "111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/siem/worker:0.1.0"
  }

  assert {
    condition     = one(output.statements[1].resources) == "arn:aws-us-gov:ecr:us-gov-west-1:111122223333:repository/siem/worker"
    error_message = "it may pull ${jsonencode(output.statements)}"
  }
}

run "pulls_in_an_isolated_partition" {
  command = apply

  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-iso" }
  }

  variables {
    image = "111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov/siem/worker:0.1.0"
  }

  assert {
    condition     = one(output.statements[1].resources) == "arn:aws-iso:ecr:us-iso-east-1:111122223333:repository/siem/worker"
    error_message = "it may pull ${jsonencode(output.statements)}"
  }
}

run "needs_nothing_for_the_public_gallery" {
  command = apply

  variables {
    image = "public.ecr.aws/a1b2c3d4/siem/worker:0.1.0"
  }

  assert {
    condition     = output.ecr == null && length(output.statements) == 0
    error_message = "${jsonencode(output.ecr)}: it may ${jsonencode(output.statements)}"
  }
}

run "needs_nothing_for_a_public_registry" {
  command = apply

  variables {
    image = "ghcr.io/example/siem-worker@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  assert {
    condition     = output.ecr == null && length(output.statements) == 0
    error_message = "${jsonencode(output.ecr)}: it may ${jsonencode(output.statements)}"
  }
}

run "needs_nothing_for_a_registry_of_ones_own" {
  command = apply

  variables {
    image = "registry.example.com:5000/siem/worker:0.1.0"
  }

  assert {
    condition     = output.ecr == null && length(output.statements) == 0
    error_message = "${jsonencode(output.ecr)}: it may ${jsonencode(output.statements)}"
  }
}

run "needs_nothing_for_an_ecr_address_inside_a_path" {
  command = apply

  variables {
    image = "proxy.example.com/111122223333.dkr.ecr.eu-west-1.amazonaws.com/siem/worker:0.1.0"
  }

  assert {
    condition     = output.ecr == null && length(output.statements) == 0
    error_message = "${jsonencode(output.ecr)}: it may ${jsonencode(output.statements)}"
  }
}
