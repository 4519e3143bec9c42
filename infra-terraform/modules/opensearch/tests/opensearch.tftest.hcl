mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name            = "siem"
  master_role_arn = "arn:aws:iam::111122223333:role/siem-bootstrap-task"
}

run "makes_a_domain_that_asks_everybody_who_they_are" {
  command = apply

  variables {
    client_role_arns = ["arn:aws:iam::111122223333:role/siem-worker-task"]
  }

  assert {
    condition = alltrue([
      aws_opensearch_domain.this[0].encrypt_at_rest[0].enabled,
      aws_opensearch_domain.this[0].node_to_node_encryption[0].enabled,
      aws_opensearch_domain.this[0].domain_endpoint_options[0].enforce_https,
      aws_opensearch_domain.this[0].advanced_security_options[0].enabled,
      !aws_opensearch_domain.this[0].advanced_security_options[0].anonymous_auth_enabled,
      !aws_opensearch_domain.this[0].advanced_security_options[0].internal_user_database_enabled,
    ])
    error_message = "something of the domain is not protected"
  }

  assert {
    condition     = length(aws_opensearch_domain.this[0].log_publishing_options) == 4
    error_message = "a log of the domain is not published"
  }

  assert {
    condition = [for s in data.aws_iam_policy_document.domain[0].statement : s.sid] == ["Roles"] && toset(flatten([
      for s in data.aws_iam_policy_document.domain[0].statement : [for p in s.principals : p.identifiers]
    ])) == toset(["arn:aws:iam::111122223333:role/siem-bootstrap-task", "arn:aws:iam::111122223333:role/siem-worker-task"])
    error_message = "others reach the endpoint"
  }

  assert {
    condition     = aws_opensearch_domain.this[0].access_policies == data.aws_iam_policy_document.domain[0].json
    error_message = "the domain is made without its policy"
  }

  assert {
    condition     = output.url == "https://search-mock-abc.eu-west-1.es.amazonaws.com" && output.service == "es" && output.arn == "arn:aws:es:eu-west-1:111122223333:domain/siem"
    error_message = "the endpoint is ${output.url}"
  }
}

# CloudWatch takes a key only from a policy that names it, which the key of data at rest need not do.
run "keeps_the_keys_of_data_and_logs_apart" {
  command = apply

  variables {
    kms_key_arn     = "arn:aws:kms:eu-west-1:111122223333:key/1"
    log_kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/2"
  }

  assert {
    condition = aws_opensearch_domain.this[0].encrypt_at_rest[0].kms_key_id == "arn:aws:kms:eu-west-1:111122223333:key/1" && alltrue([
      for group in aws_cloudwatch_log_group.this : group.kms_key_id == "arn:aws:kms:eu-west-1:111122223333:key/2"
    ])
    error_message = "a key is used for what it may not be allowed for"
  }
}

run "lets_its_clients_in_inside_a_vpc" {
  command = apply

  variables {
    vpc = { vpc_id = "vpc-1", subnet_ids = ["a", "b", "c"], allowed_security_group_ids = ["sg-worker"], allowed_cidrs = ["10.0.0.0/8"] }
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.groups) == 1 && length(aws_vpc_security_group_ingress_rule.cidrs) == 1
    error_message = "the wrong ones are let in"
  }

  assert {
    condition     = length(aws_opensearch_domain.this[0].vpc_options[0].subnet_ids) == 3
    error_message = "the domain is not in the VPC"
  }
}

run "makes_a_serverless_collection" {
  command = apply

  variables {
    kind              = "serverless"
    client_role_arns  = ["arn:aws:iam::111122223333:role/siem-worker-task"]
    reader_role_arns  = ["arn:aws:iam::111122223333:role/analyst"]
    cleaner_role_arns = ["arn:aws:iam::111122223333:role/siem-housekeeper-task"]
  }

  assert {
    condition     = aws_opensearchserverless_collection.this[0].type == "SEARCH" && length(aws_opensearch_domain.this) == 0
    error_message = "no collection, or one that refuses the ids of documents"
  }

  assert {
    condition = !contains(flatten([
      for rule in jsondecode(aws_opensearchserverless_access_policy.clients[0].policy)[0].Rules : rule.Permission
    ]), "aoss:DeleteIndex")
    error_message = "workers may delete indexes"
  }

  assert {
    condition = toset(flatten([
      for rule in jsondecode(aws_opensearchserverless_access_policy.readers[0].policy)[0].Rules : rule.Permission
    ])) == toset(["aoss:DescribeCollectionItems", "aoss:DescribeIndex", "aoss:ReadDocument"])
    error_message = "readers may do more than read"
  }

  assert {
    condition     = contains(jsondecode(aws_opensearchserverless_access_policy.cleaner[0].policy)[0].Rules[1].Permission, "aoss:DeleteIndex")
    error_message = "nobody may delete old indexes"
  }

  assert {
    condition     = output.service == "aoss"
    error_message = "requests would be signed for ${output.service}"
  }
}

run "takes_an_existing_domain_as_it_is" {
  command = apply

  variables {
    kind            = "existing"
    master_role_arn = null
    existing        = { url = "https://search.example.com", arn = "arn:aws:es:eu-west-1:111122223333:domain/old" }
  }

  assert {
    condition     = length(aws_opensearch_domain.this) == 0 && output.url == "https://search.example.com"
    error_message = "something of the existing domain is changed"
  }
}

run "refuses_a_domain_that_nobody_could_enter" {
  command = plan

  variables {
    master_role_arn = null
  }

  expect_failures = [var.master_role_arn]
}

run "refuses_nodes_that_do_not_spread" {
  command = plan

  variables {
    zones      = 2
    data_nodes = { count = 3 }
  }

  expect_failures = [var.zones]
}

run "refuses_ultrawarm_without_masters" {
  command = plan

  variables {
    ultrawarm = {}
  }

  expect_failures = [var.ultrawarm]
}

run "refuses_cold_storage_without_ultrawarm" {
  command = plan

  variables {
    cold_storage = true
  }

  expect_failures = [var.cold_storage]
}

run "refuses_the_whole_internet" {
  command = plan

  variables {
    dashboards_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.dashboards_cidrs]
}

run "refuses_an_even_number_of_masters" {
  command = plan

  variables {
    dedicated_masters = { count = 2 }
  }

  expect_failures = [var.dedicated_masters]
}

run "signs_people_in_by_cognito" {
  command = apply

  variables {
    dashboards_cognito = {
      user_pool_id     = "eu-west-1_Abc123"
      identity_pool_id = "eu-west-1:11111111-2222-3333-4444-555555555555"
      role_arn         = "arn:aws:iam::111122223333:role/siem-dashboards-cognito"
    }
  }

  assert {
    condition     = aws_opensearch_domain.this[0].cognito_options[0].enabled && aws_opensearch_domain.this[0].cognito_options[0].user_pool_id == "eu-west-1_Abc123"
    error_message = "Dashboards would ask nobody to sign in"
  }
}

run "refuses_two_ways_to_sign_in" {
  command = plan

  variables {
    dashboards_cognito = {
      user_pool_id     = "eu-west-1_Abc123"
      identity_pool_id = "eu-west-1:11111111-2222-3333-4444-555555555555"
      role_arn         = "arn:aws:iam::111122223333:role/siem-dashboards-cognito"
    }
    dashboards_saml = { entity_id = "https://sso.example.com", metadata_content = "<xml/>" }
  }

  expect_failures = [var.dashboards_cognito]
}

run "refuses_a_collection_whose_policies_would_have_no_name" {
  command = plan

  variables {
    kind = "serverless"
    name = "siem-of-the-organization"
  }

  expect_failures = [var.name]
}
