mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  image_tag = "0.1.0"
}

run "makes_everything_with_its_defaults" {
  command = apply

  assert {
    condition     = output.log_bucket != null && output.opensearch_url == "https://search-mock-abc.eu-west-1.es.amazonaws.com"
    error_message = "something is missing"
  }

  assert {
    condition     = local.images["worker"] != null && endswith(local.images["worker"], ":0.1.0")
    error_message = "the worker's image is ${local.images["worker"]}"
  }

  assert {
    condition     = local.log_bucket == "siem-log-111122223333-eu-west-1"
    error_message = "the bucket is ${local.log_bucket}, which others may have"
  }
}

run "takes_the_zones_it_is_told" {
  command = apply

  variables {
    network    = { availability_zones = ["eu-west-1b", "eu-west-1c", "eu-west-1d"] }
    opensearch = { zones = 3, data_nodes = { count = 3 } }
  }

  assert {
    condition     = length(module.network.private_subnet_ids) == 3
    error_message = "there are ${length(module.network.private_subnet_ids)} subnets, by zone_count"
  }
}

run "refuses_fewer_zones_than_the_domain_has" {
  command = plan

  variables {
    network = { availability_zones = ["eu-west-1b"] }
  }

  expect_failures = [var.opensearch]
}

run "keeps_the_metrics_of_installations_apart" {
  command = apply

  variables {
    name = "second"
  }

  assert {
    condition     = module.worker.metrics_namespace == "SIEM/second"
    error_message = "the metrics of another installation would scale this one"
  }
}

run "tells_bootstrap_what_the_domain_has" {
  command = apply

  variables {
    opensearch = { ultrawarm = {}, dedicated_masters = {}, cold_storage = true }
  }

  assert {
    condition     = jsondecode(local.bootstrap_environment.SIEM_BOOTSTRAP_CONFIG).lifecycle == { warm = true, cold = true }
    error_message = "indexes would never leave hot storage"
  }

  assert {
    condition     = jsondecode(local.bootstrap_environment.SIEM_BOOTSTRAP_CONFIG).alerting.channels.alarms.type == "sns"
    error_message = "nobody would hear of alerts"
  }

  assert {
    condition     = startswith(local.bootstrap_environment.SIEM_WORKER_ROLE_ARN, "arn:aws:iam::") && startswith(local.bootstrap_environment.SIEM_HOUSEKEEPER_ROLE_ARN, "arn:aws:iam::")
    error_message = "OpenSearch would refuse workers or housekeeper"
  }

  assert {
    condition     = startswith(local.bootstrap_environment.SIEM_DASHBOARDS_URL, "https://")
    error_message = "there would be no dashboards"
  }
}

run "lets_people_in" {
  command = apply

  variables {
    people = {
      dashboards_users = ["maria@example.com"]
      operators        = ["arn:aws:iam::111122223333:role/admin", "arn:aws:iam::111122223333:user/kim"]
    }
  }

  assert {
    condition = jsondecode(local.bootstrap_environment.SIEM_BOOTSTRAP_CONFIG).security == {
      operators = { backendRoles = ["arn:aws:iam::111122223333:role/admin"], users = ["arn:aws:iam::111122223333:user/kim"] }
      analysts  = { backendRoles = [module.dashboards_login[0].signed_in_role_arn], users = [] }
      readers   = { backendRoles = [], users = [] }
    }
    error_message = "OpenSearch would refuse people"
  }

  assert {
    condition     = length(setsubtract(["arn:aws:iam::111122223333:role/admin", "arn:aws:iam::111122223333:user/kim"], local.people_arns)) == 0
    error_message = "the endpoint would refuse operators"
  }
}

run "refuses_sign_in_where_it_makes_no_domain" {
  command = plan

  variables {
    opensearch = { kind = "serverless" }
    people     = { dashboards_users = ["maria@example.com"] }
  }

  expect_failures = [var.people]
}

run "works_serverless" {
  command = apply

  variables {
    opensearch = { kind = "serverless", retention_days = 30 }
  }

  assert {
    condition     = module.housekeeper[0].delete_after_days == 30
    error_message = "nothing would delete old indexes of the collection"
  }

  assert {
    condition     = strcontains(output.cli_environment, "SIEM_OPENSEARCH_SERVICE=aoss")
    error_message = "requests would be signed for a domain"
  }
}

run "works_with_images_from_elsewhere_and_an_existing_vpc" {
  command = apply

  variables {
    images  = { worker = "registry.example.com/siem-worker:7" }
    network = { existing = { vpc_id = "vpc-1", private_subnet_ids = ["subnet-1", "subnet-2"] } }
  }

  assert {
    condition     = local.images["worker"] == "registry.example.com/siem-worker:7" && endswith(local.images["bootstrap"], ":0.1.0")
    error_message = "the wrong images run"
  }
}

run "refuses_latest" {
  command = plan

  variables {
    image_tag = "latest"
  }

  expect_failures = [var.image_tag]
}

run "refuses_to_have_no_logs" {
  command = plan

  variables {
    log_bucket = { create = false }
  }

  expect_failures = [var.log_bucket]
}

run "refuses_public_tasks_without_public_subnets" {
  command = plan

  variables {
    tasks_in = "public"
  }

  expect_failures = [var.tasks_in]
}

run "refuses_passwords_for_what_asks_for_roles" {
  command = plan

  variables {
    opensearch_password = { username = "siem", secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:p-AbCdEf" }
  }

  expect_failures = [var.opensearch_password]
}

run "refuses_private_tasks_that_would_get_public_addresses" {
  command = plan

  variables {
    network    = { existing = { vpc_id = "vpc-1", private_subnet_ids = [], public_subnet_ids = ["subnet-1", "subnet-2"] } }
    opensearch = { in_vpc = false }
  }

  expect_failures = [var.tasks_in]
}

run "refuses_private_tasks_that_would_not_reach_opensearch" {
  command = plan

  variables {
    opensearch = { in_vpc = false }
  }

  expect_failures = [var.tasks_in]
}

run "refuses_fewer_existing_subnets_than_the_domain_has_zones" {
  command = plan

  variables {
    network = { existing = { vpc_id = "vpc-1", private_subnet_ids = ["subnet-1"] } }
  }

  expect_failures = [var.opensearch]
}

run "refuses_downloads_without_a_way_to_the_internet" {
  command = plan

  variables {
    enrichment = { maxmind = { account_id = "123456" } }
  }

  expect_failures = [var.enrichment]
}

run "has_a_place_for_rules_without_a_way_to_the_internet" {
  command = plan

  variables {
    enrichment = {}
  }

  assert {
    condition     = length(module.enrichment) == 1
    error_message = "there is no enrichment bucket"
  }
}
