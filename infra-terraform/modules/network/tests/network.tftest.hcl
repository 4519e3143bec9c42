mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name = "siem"
}

run "needs_no_nat" {
  command = apply

  assert {
    condition     = length(aws_subnet.private) == 2 && length(aws_subnet.public) == 0 && length(aws_internet_gateway.this) == 0
    error_message = "there is a way to the internet"
  }

  assert {
    condition     = aws_vpc_endpoint.s3[0].vpc_endpoint_type == "Gateway" && join(" ", keys(aws_vpc_endpoint.interface)) == "ecr.api ecr.dkr logs secretsmanager sqs sts"
    error_message = "the endpoints are ${jsonencode(keys(aws_vpc_endpoint.interface))}"
  }

  assert {
    condition     = one(aws_vpc_security_group_ingress_rule.endpoints).from_port == 443 && one(aws_vpc_security_group_ingress_rule.endpoints).cidr_ipv4 == "10.76.0.0/20"
    error_message = "endpoints answer more than HTTPS from the VPC"
  }
}

run "has_subnets_that_do_not_overlap" {
  command = apply

  variables {
    zone_count     = 3
    public_subnets = true
  }

  assert {
    condition     = length(distinct(concat([for s in aws_subnet.private : s.cidr_block], [for s in aws_subnet.public : s.cidr_block]))) == 6
    error_message = "two subnets have the same range"
  }

  assert {
    condition     = alltrue([for s in aws_subnet.public : !s.map_public_ip_on_launch])
    error_message = "whatever starts there gets a public address"
  }
}

run "takes_an_existing_vpc_as_it_is" {
  command = apply

  variables {
    existing = { vpc_id = "vpc-1", private_subnet_ids = ["subnet-1"] }
  }

  assert {
    condition     = length(aws_vpc.this) == 0 && length(aws_vpc_endpoint.interface) == 0 && length(aws_vpc_endpoint.s3) == 0
    error_message = "something is made in somebody else's VPC"
  }

  assert {
    condition     = output.private_subnet_ids == tolist(["subnet-1"]) && output.vpc_id == "vpc-1"
    error_message = "ids do not pass through"
  }
}

run "refuses_an_existing_vpc_without_subnets" {
  command = plan

  variables {
    existing = { vpc_id = "vpc-1", private_subnet_ids = [] }
  }

  expect_failures = [var.existing]
}

run "refuses_a_range_that_is_too_small" {
  command = plan

  variables {
    cidr = "10.0.0.0/28"
  }

  expect_failures = [var.cidr]
}

run "refuses_endpoints_that_nobody_needs" {
  command = plan

  variables {
    interface_endpoints = ["sqs", "rds"]
  }

  expect_failures = [var.interface_endpoints]
}
