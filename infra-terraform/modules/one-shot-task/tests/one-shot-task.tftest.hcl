mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name        = "siem-job"
  purpose     = "Does its work and ends"
  image       = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/siem/job:0.1.0"
  cluster_arn = "arn:aws:ecs:eu-west-1:111122223333:cluster/siem"
  vpc_id      = "vpc-1"
  subnet_ids  = ["subnet-1"]
}

run "runs_by_hand_only_without_a_schedule" {
  command = apply

  assert {
    condition     = length(aws_scheduler_schedule.this) == 0 && length(aws_iam_role.scheduler) == 0
    error_message = "something starts it"
  }

  assert {
    condition     = startswith(output.run_command, "aws ecs run-task --launch-type FARGATE --cluster arn:aws:ecs:eu-west-1:111122223333:cluster/siem --task-definition siem-job ")
    error_message = "the command is ${output.run_command}"
  }
}

run "pulls_its_own_image_only" {
  command = apply

  variables {
    image = "444455556666.dkr-ecr.us-east-1.on.aws/siem/job@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.execution.statement : one(s.resources) if s.sid == "PullImage"]) == "arn:aws:ecr:us-east-1:444455556666:repository/siem/job"
    error_message = "it may pull ${jsonencode([for s in data.aws_iam_policy_document.execution.statement : s.resources])}"
  }
}

run "starts_on_schedule_with_roles_handed_to_fargate_only" {
  command = apply

  variables {
    schedule           = { expression = "rate(1 day)", window_minutes = 30 }
    failure_topic_arns = ["arn:aws:sns:eu-west-1:111122223333:alarms"]
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.scheduler.statement : one(one(s.condition).values) if s.sid == "HandRolesOver"]) == "ecs-tasks.amazonaws.com"
    error_message = "the scheduler could hand the roles to others"
  }

  assert {
    condition     = one(aws_scheduler_schedule.this[0].flexible_time_window).mode == "FLEXIBLE"
    error_message = "the window is not used"
  }

  assert {
    condition     = strcontains(aws_cloudwatch_event_rule.failed[0].event_pattern, "TaskFailedToStart") && length(aws_cloudwatch_event_target.failed) == 1
    error_message = "nobody hears of a failure"
  }

  assert {
    condition = aws_scheduler_schedule.this[0].group_name == one(values(aws_cloudwatch_metric_alarm.not_started[0].dimensions)) && (
      tolist(aws_cloudwatch_metric_alarm.not_started[0].alarm_actions) == tolist(var.failure_topic_arns)
    )
    error_message = "nobody hears of a run that ECS refused to start"
  }

  assert {
    condition     = strcontains(aws_cloudwatch_event_target.failed[0].input_transformer[0].input_template, "failed: <reason> Its log group is /siem/siem-job. Task: <task>\"")
    error_message = "EventBridge would send ${aws_cloudwatch_event_target.failed[0].input_transformer[0].input_template}"
  }
}

run "reads_one_secret_whichever_part_of_it_is_wanted" {
  command = apply

  variables {
    secrets = { KEY = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:k-AbCdEf:part::" }
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.execution.statement : one(s.resources) if s.sid == "ReadSecrets"]) == "arn:aws:secretsmanager:eu-west-1:111122223333:secret:k-AbCdEf"
    error_message = "the right is on another secret"
  }
}

run "refuses_secrets_in_the_environment" {
  command = plan

  variables {
    environment = { SIEM_MAXMIND_LICENSE_KEY = "x" }
  }

  expect_failures = [var.environment]
}

run "refuses_what_is_no_schedule" {
  command = plan

  variables {
    schedule = { expression = "every day" }
  }

  expect_failures = [var.schedule]
}

run "refuses_memory_that_fargate_does_not_have" {
  command = plan

  variables {
    memory_mib = 100
  }

  expect_failures = [var.memory_mib]
}
