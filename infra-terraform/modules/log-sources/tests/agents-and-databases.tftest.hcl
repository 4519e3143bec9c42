# Sources that are not AWS' own services' deliveries: servers, containers, databases, load balancers, distributions.
mock_provider "aws" {
  source = "../../tests/mocks"
}

run "agents_collect_what_the_log_types_read" {
  command = apply

  module {
    source = "./agents"
  }

  variables {
    name   = "siem-agents"
    bucket = "siem-log-111122223333"
  }

  assert {
    condition     = toset(jsondecode(aws_ssm_parameter.this["linux"].value).logs.logs_collected.files.collect_list[*].file_path) == toset(["/var/log/auth.log", "/var/log/messages", "/var/log/secure", "/var/log/syslog"])
    error_message = "a file is left out"
  }

  assert {
    condition     = alltrue([for event in jsondecode(aws_ssm_parameter.this["windows"].value).logs.logs_collected.windows_events.collect_list : event.event_format == "xml" && event.log_group_name == "/siem-agents/windows/event"])
    error_message = "events are not XML, or go elsewhere"
  }

  assert {
    condition     = alltrue([for parameter in aws_ssm_parameter.this : startswith(parameter.name, "AmazonCloudWatch-")])
    error_message = "the agents may not read their configuration"
  }

  assert {
    condition     = strcontains(output.prefixes["linux-secure"], "/EC2/Linux/Secure/") && strcontains(output.prefixes["windows-event"], "/EC2/Windows/Event/")
    error_message = "the keys do not tell the log type: ${jsonencode(output.prefixes)}"
  }

  assert {
    condition     = startswith(output.firelens_log_configuration.options.s3_key_format, "/AWSLogs/111122223333/ECS/eu-west-1/") && one(data.aws_iam_policy_document.firelens.statement).resources == toset(["arn:aws:s3:::siem-log-111122223333/AWSLogs/111122223333/ECS/eu-west-1/*"])
    error_message = "containers write where they may not, or may write more"
  }
}

run "agents_of_one_system_only" {
  command = apply

  module {
    source = "./agents"
  }

  variables {
    name    = "siem-agents"
    bucket  = "siem-log-111122223333"
    systems = ["windows"]
  }

  assert {
    condition     = join(",", keys(aws_ssm_parameter.this)) == "windows" && join(",", keys(aws_cloudwatch_log_group.this)) == "windows-event"
    error_message = "something is made for nothing"
  }
}

run "agents_refuse_unknown_systems" {
  command = plan

  module {
    source = "./agents"
  }

  variables {
    name    = "siem-agents"
    bucket  = "siem-log-111122223333"
    systems = ["macos"]
  }

  expect_failures = [var.systems]
}

run "rds_carries_the_logs_of_every_database" {
  command = apply

  module {
    source = "./rds"
  }

  variables {
    name   = "siem-rds"
    bucket = "siem-log-111122223333"
    databases = {
      shop    = { engine = "mysql", identifier = "shop" }
      orders  = { engine = "aurora-mysql", identifier = "orders" }
      reports = { engine = "postgres", identifier = "reports" }
    }
  }

  assert {
    condition     = keys(aws_cloudwatch_log_group.this) == ["/aws/rds/cluster/orders/audit", "/aws/rds/cluster/orders/error", "/aws/rds/cluster/orders/slowquery", "/aws/rds/instance/reports/postgresql", "/aws/rds/instance/shop/audit", "/aws/rds/instance/shop/error", "/aws/rds/instance/shop/slowquery"]
    error_message = "the log groups are ${jsonencode(keys(aws_cloudwatch_log_group.this))}"
  }

  assert {
    condition     = strcontains(output.prefixes["mysql-audit"], "/RDS/MySQL/audit/") && strcontains(output.prefixes["postgresql"], "/RDS/PostgreSQL/") && length(output.prefixes) == 4
    error_message = "the keys do not tell the log type: ${jsonencode(output.prefixes)}"
  }

  assert {
    condition     = output.enabled_cloudwatch_logs_exports["shop"] == tolist(["audit", "error", "slowquery"]) && output.enabled_cloudwatch_logs_exports["reports"] == tolist(["postgresql"])
    error_message = "databases would export ${jsonencode(output.enabled_cloudwatch_logs_exports)}"
  }
}

run "rds_refuses_engines_it_cannot_read" {
  command = plan

  module {
    source = "./rds"
  }

  variables {
    name      = "siem-rds"
    bucket    = "siem-log-111122223333"
    databases = { old = { engine = "sqlserver-ex", identifier = "old" } }
    logs      = ["binlog"]
  }

  expect_failures = [var.databases, var.logs]
}

run "elb_says_what_to_set" {
  command = apply

  module {
    source = "./elb"
  }

  variables {
    bucket = "siem-log-111122223333"
    load_balancer_arns = [
      "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/1a2b3c4d5e6f7a8b",
      "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/old",
    ]
  }

  assert {
    condition     = strcontains(output.commands[0], "Key=connection_logs.s3.bucket,Value=siem-log-111122223333") && strcontains(output.commands[1], "aws elb modify-load-balancer-attributes --load-balancer-name old ")
    error_message = "the commands are ${jsonencode(output.commands)}"
  }

  assert {
    condition     = output.access_logs == { bucket = "siem-log-111122223333", enabled = true }
    error_message = "load balancers would deliver elsewhere"
  }
}

run "elb_refuses_what_is_no_load_balancer" {
  command = plan

  module {
    source = "./elb"
  }

  variables {
    bucket             = "siem-log-111122223333"
    load_balancer_arns = ["arn:aws:s3:::x; rm"]
  }

  expect_failures = [var.load_balancer_arns]
}

run "cloudfront_delivers_by_the_second_version" {
  command = apply

  module {
    source = "./cloudfront"
  }

  variables {
    name              = "siem"
    bucket            = "siem-log-111122223333"
    distribution_arns = { shop = "arn:aws:cloudfront::111122223333:distribution/E0A1B2C3D4E5F6" }
  }

  assert {
    condition     = aws_cloudwatch_log_delivery_source.this["shop"].log_type == "ACCESS_LOGS" && aws_cloudwatch_log_delivery_destination.this.output_format == "json"
    error_message = "another log is delivered"
  }

  assert {
    condition     = one(aws_cloudwatch_log_delivery_destination.this.delivery_destination_configuration).destination_resource_arn == "arn:aws:s3:::siem-log-111122223333"
    error_message = "logs go elsewhere"
  }
}

run "cloudfront_refuses_fields_that_tell_too_little" {
  command = plan

  module {
    source = "./cloudfront"
  }

  variables {
    name              = "siem"
    bucket            = "siem-log-111122223333"
    distribution_arns = { shop = "E0A1B2C3D4E5F6" }
    fields            = ["date", "time"]
  }

  expect_failures = [var.distribution_arns, var.fields]
}
