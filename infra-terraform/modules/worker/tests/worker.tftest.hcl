mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name               = "siem-worker"
  image              = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/siem/worker:0.1.0"
  queue              = { url = "https://sqs.eu-west-1.amazonaws.com/111122223333/q", arn = "arn:aws:sqs:eu-west-1:111122223333:q", name = "q" }
  log_buckets        = ["siem-log"]
  dead_letter_bucket = "siem-dead-letter"
  opensearch         = { url = "https://search.example.com", arn = "arn:aws:es:eu-west-1:111122223333:domain/siem" }
  vpc_id             = "vpc-1"
  subnet_ids         = ["subnet-1", "subnet-2"]
}

run "runs_hardened_and_stops_in_order" {
  command = apply

  assert {
    condition = alltrue([for c in jsondecode(aws_ecs_task_definition.this.container_definitions) :
    c.readonlyRootFilesystem && !c.privileged && c.user == "1000:1000" && c.linuxParameters.capabilities.drop[0] == "ALL"])
    error_message = "the container may do more than it must"
  }

  assert {
    condition = alltrue([for c in jsondecode(aws_ecs_task_definition.this.container_definitions) :
    c.stopTimeout >= tonumber(one([for e in c.environment : e.value if e.name == "SIEM_DRAIN_SECONDS"])) + 15])
    error_message = "Fargate kills before the worker has drained"
  }

  assert {
    condition     = one(aws_ecs_service.this.deployment_circuit_breaker).rollback && aws_ecs_task_definition.this.skip_destroy
    error_message = "a broken deployment stays, or has nothing to go back to"
  }

  assert {
    condition     = aws_vpc_security_group_egress_rule.https.to_port == 443
    error_message = "more than HTTPS goes out"
  }

  assert {
    condition     = one(aws_ecs_task_definition.this.runtime_platform).cpu_architecture == "ARM64"
    error_message = "not the cheaper processor"
  }
}

run "scales_by_the_metrics_of_its_own_workers" {
  command = apply

  variables {
    metrics_namespace = "SIEM/second"
  }

  assert {
    condition = local.environment.SIEM_EMF_NAMESPACE == "SIEM/second" && one([
      for m in one(one(aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration).customized_metric_specification).metrics :
      one(one(m.metric_stat).metric).namespace if m.id == "throttled"
    ]) == "SIEM/second"
    error_message = "workers report to one namespace and scaling looks into another"
  }
}

run "refuses_a_namespace_of_aws" {
  command = plan

  variables {
    metrics_namespace = "AWS/SIEM"
  }

  expect_failures = [var.metrics_namespace]
}

run "pulls_its_own_image_only" {
  command = apply

  assert {
    condition     = one([for s in data.aws_iam_policy_document.execution.statement : one(s.resources) if s.sid == "PullImage"]) == "arn:aws:ecr:eu-west-1:111122223333:repository/siem/worker"
    error_message = "it may pull ${jsonencode([for s in data.aws_iam_policy_document.execution.statement : s.resources])}"
  }
}

run "needs_no_right_for_images_from_elsewhere" {
  command = apply

  variables {
    image = "registry.example.com:5000/siem/worker@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  assert {
    condition     = tolist(data.aws_iam_policy_document.execution.statement[*].sid) == tolist(["WriteOwnLogs"])
    error_message = "it may ${jsonencode(data.aws_iam_policy_document.execution.statement[*].sid)}"
  }
}

run "takes_the_roles_of_other_accounts_buckets" {
  command = apply

  variables {
    bucket_roles = [{ bucket = "archive-logs", role_arn = "arn:aws:iam::444455556666:role/siem-log-reader", external_id = "siem-0a1b2c3d" }]
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.task.statement : s.resources if s.sid == "TakeRolesOfOtherAccounts"]) == toset(["arn:aws:iam::444455556666:role/siem-log-reader"])
    error_message = "the worker may take other roles or none"
  }

  assert {
    condition     = jsondecode(local.environment.SIEM_BUCKET_ROLES) == [{ bucket = "archive-logs", roleArn = "arn:aws:iam::444455556666:role/siem-log-reader", externalId = "siem-0a1b2c3d" }]
    error_message = "the worker is told ${local.environment.SIEM_BUCKET_ROLES}"
  }
}

run "refuses_to_take_any_role" {
  command = plan

  variables {
    bucket_roles = [{ bucket = "archive-logs", role_arn = "arn:aws:iam::444455556666:role/*" }]
  }

  expect_failures = [var.bucket_roles]
}

run "may_do_what_it_must_and_no_more" {
  command = apply

  assert {
    condition = toset(flatten([for s in data.aws_iam_policy_document.task.statement : s.actions])) == toset([
      "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes",
      "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:PutObject",
      "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut",
    ])
    error_message = "the task may ${jsonencode(flatten([for s in data.aws_iam_policy_document.task.statement : s.actions]))}"
  }

  assert {
    condition     = !contains(flatten([for s in data.aws_iam_policy_document.task.statement : s.resources]), "*")
    error_message = "some right is on everything"
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.task.statement : one(s.resources) if s.sid == "WriteDeadLetters"]) == "arn:aws:s3:::siem-dead-letter/dead-letters/*"
    error_message = "it writes elsewhere than below dead-letters/"
  }
}

run "decrypts_only_through_the_services" {
  command = apply

  variables {
    queue                   = { url = "https://q", arn = "arn:aws:sqs:eu-west-1:111122223333:q", name = "q", kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1" }
    log_bucket_kms_key_arns = ["arn:aws:kms:eu-west-1:111122223333:key/2"]
    dead_letter_kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/3"
  }

  assert {
    condition = alltrue([for s in data.aws_iam_policy_document.task.statement : anytrue([for c in s.condition : c.variable == "kms:ViaService"])
    if anytrue([for a in s.actions : startswith(a, "kms:")])])
    error_message = "a key can be used without its service"
  }
}

run "signs_for_a_collection" {
  command = apply

  variables {
    opensearch = { url = "https://abc.eu-west-1.aoss.amazonaws.com", arn = "arn:aws:aoss:eu-west-1:111122223333:collection/abc", service = "aoss" }
  }

  assert {
    condition     = contains(flatten([for s in data.aws_iam_policy_document.task.statement : s.actions]), "aoss:APIAccessAll")
    error_message = "it may not write to the collection"
  }

  assert {
    condition     = local.environment.SIEM_WAIT_FOR_TEMPLATES == "true"
    error_message = "it would make indexes before bootstrap has made their templates"
  }
}

run "reads_a_password_from_a_secret_only" {
  command = apply

  variables {
    opensearch = { url = "https://search.example.com", auth = "basic", username = "siem", password_secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:p-AbCdEf" }
  }

  assert {
    condition     = strcontains(aws_ecs_task_definition.this.container_definitions, "\"valueFrom\":\"arn:aws:secretsmanager") && !contains(flatten([for s in data.aws_iam_policy_document.task.statement : s.actions]), "es:ESHttpPost")
    error_message = "the password is not taken from the secret"
  }
}

run "decrypts_the_password_where_its_key_is_somebodys" {
  command = apply

  variables {
    opensearch = {
      url                  = "https://search.example.com", auth = "basic", username = "siem"
      password_secret_arn  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:p-AbCdEf"
      password_kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/4"
    }
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.execution.statement : one(s.resources) if s.sid == "DecryptPassword"]) == "arn:aws:kms:eu-west-1:111122223333:key/4"
    error_message = "Fargate could not fill in the password"
  }
}

run "begins_with_a_task_that_shows_whether_it_starts" {
  command = apply

  variables {
    min_tasks = 0
  }

  assert {
    condition     = aws_ecs_service.this.desired_count == 1 && aws_appautoscaling_target.this.min_capacity == 0
    error_message = "it begins with ${aws_ecs_service.this.desired_count} tasks and may go down to ${aws_appautoscaling_target.this.min_capacity}"
  }
}

run "sleeps_and_wakes_when_told" {
  command = apply

  variables {
    min_tasks    = 0
    spot_percent = 100
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.wake) == 1 && length(aws_cloudwatch_metric_alarm.sleep) == 1 && aws_appautoscaling_target.this.min_capacity == 0
    error_message = "a fleet at zero would never start"
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.sleep[0].metric_query : query.expression if query.id == "work"]) == "visible + FILL(working, 0)"
    error_message = "a queue without a message in work has no number that sends the fleet to sleep"
  }

  assert {
    condition     = toset([for s in aws_ecs_service.this.capacity_provider_strategy : s.capacity_provider]) == toset(["FARGATE", "FARGATE_SPOT"])
    error_message = "Spot is not used"
  }
}

run "scales_on_backlog_time_and_holds_while_opensearch_throttles" {
  command = plan

  assert {
    condition     = aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration[0].target_value == var.backlog_target_seconds
    error_message = "the target is not the variable's"
  }

  assert {
    condition     = strcontains(local.held_backlog, "throttled") && strcontains(local.held_backlog, tostring(var.backlog_target_seconds))
    error_message = "a throttled fleet would grow"
  }

  assert {
    condition = strcontains(local.held_backlog, "away") && one([
      for m in one(one(aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration).customized_metric_specification).metrics :
      one(one(m.metric_stat).metric).metric_name if m.id == "away"
    ]) == "siem_s3_away"
    error_message = "a fleet that waits for S3 would grow"
  }
}

run "refuses_an_image_without_a_version" {
  command = plan

  variables {
    image = "siem/worker:latest"
  }

  expect_failures = [var.image]
}

run "refuses_memory_that_fargate_does_not_have" {
  command = plan

  variables {
    memory_mib = 5000
  }

  expect_failures = [var.memory_mib]
}

run "refuses_threads_that_do_not_fit" {
  command = plan

  variables {
    threads = 16
  }

  expect_failures = [var.thread_memory_mib]
}

run "refuses_a_drain_that_fargate_would_cut" {
  command = plan

  variables {
    drain_seconds = 119
  }

  expect_failures = [var.drain_seconds]
}

run "refuses_buckets_by_wildcard" {
  command = plan

  variables {
    log_buckets = ["*"]
  }

  expect_failures = [var.log_buckets]
}

run "refuses_plain_http" {
  command = plan

  variables {
    opensearch = { url = "http://search.example.com", arn = "arn:aws:es:eu-west-1:111122223333:domain/siem" }
  }

  expect_failures = [var.opensearch]
}

run "refuses_passwords_in_the_environment" {
  command = plan

  variables {
    environment = { SIEM_OPENSEARCH_PASSWORD = "x" }
  }

  expect_failures = [var.environment]
}

run "refuses_a_maximum_below_the_minimum" {
  command = plan

  variables {
    min_tasks = 5
    max_tasks = 4
  }

  expect_failures = [var.max_tasks]
}
