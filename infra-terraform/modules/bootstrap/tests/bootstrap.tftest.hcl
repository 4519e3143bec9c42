mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name        = "siem-bootstrap"
  image       = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/siem/bootstrap:0.1.0"
  opensearch  = { url = "https://search.example.com", arn = "arn:aws:es:eu-west-1:111122223333:domain/siem" }
  cluster_arn = "arn:aws:ecs:eu-west-1:111122223333:cluster/siem"
  vpc_id      = "vpc-1"
  subnet_ids  = ["subnet-1"]
}

run "runs_once_after_apply" {
  command = apply

  assert {
    condition     = can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$", terraform_data.due.output))
    error_message = "the scheduler would not take ${terraform_data.due.output}"
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.opensearch.statement : one(s.resources)]) == "arn:aws:es:eu-west-1:111122223333:domain/siem/*"
    error_message = "it administers other domains too"
  }
}

run "keeps_its_moment_while_nothing_is_new" {
  command = plan

  assert {
    condition     = terraform_data.due.output == run.runs_once_after_apply.due
    error_message = "it would run at every apply"
  }
}

# Whatever changes the schedule makes a new moment: the service refuses one that has passed.
run "runs_again_where_its_schedule_changes" {
  command = apply

  variables {
    subnet_ids = ["subnet-2"]
  }

  assert {
    condition     = terraform_data.due.triggers_replace.place[1] == tolist(["subnet-2"]) && terraform_data.due.triggers_replace.task == output.task_definition_arn
    error_message = "only ${jsonencode(terraform_data.due.triggers_replace)} makes it run again"
  }
}

run "may_hand_over_the_roles_of_channels" {
  command = apply

  variables {
    pass_role_arns = ["arn:aws:iam::111122223333:role/siem-alerts"]
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.channels.statement : "${one(s.resources)}, ${length(s.condition)} conditions"]) == "arn:aws:iam::111122223333:role/siem-alerts, 0 conditions"
    error_message = "OpenSearch would refuse the channel, or any role could be handed over"
  }
}

run "runs_by_hand_only_when_told" {
  command = apply

  variables {
    runs_by_itself = false
  }

  assert {
    condition     = startswith(output.run_command, "aws ecs run-task")
    error_message = "there is no command"
  }
}

run "refuses_to_sign_for_nothing" {
  command = plan

  variables {
    opensearch = { url = "https://search.example.com" }
  }

  expect_failures = [var.opensearch]
}
