mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  opensearch  = { url = "https://search-siem.us-east-1.es.amazonaws.com", arn = "arn:aws:es:us-east-1:111122223333:domain/siem" }
  log_buckets = ["aes-siem-111122223333-log"]
}

run "takes_over_what_is_there" {
  command = apply

  assert {
    condition     = module.siem.opensearch_url == "https://search-siem.us-east-1.es.amazonaws.com" && module.siem.log_bucket == null
    error_message = "something new was made"
  }
}

run "goes_into_the_domains_vpc" {
  command = apply

  variables {
    opensearch = {
      url = "https://vpc-siem.us-east-1.es.amazonaws.com"
      arn = "arn:aws:es:us-east-1:111122223333:domain/siem"
      vpc = { vpc_id = "vpc-1", private_subnet_ids = ["subnet-1"] }
    }
  }

  assert {
    condition     = output.roles_to_map.all_access != null
    error_message = "nobody knows what to map"
  }
}

run "refuses_to_have_no_logs" {
  command = plan

  variables {
    log_buckets = []
  }

  expect_failures = [var.log_buckets]
}

run "refuses_what_is_no_domain" {
  command = plan

  variables {
    opensearch = { url = "http://search", arn = "x" }
  }

  expect_failures = [var.opensearch]
}
