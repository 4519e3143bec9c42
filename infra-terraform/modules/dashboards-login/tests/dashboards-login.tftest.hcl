mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name  = "siem"
  users = ["maria@example.com"]
}

run "invites_who_is_named_and_nobody_else" {
  command = apply

  assert {
    condition     = keys(aws_cognito_user.this) == ["maria@example.com"] && aws_cognito_user_pool.this.admin_create_user_config[0].allow_admin_create_user_only
    error_message = "others could make an account"
  }

  assert {
    condition     = !one(aws_cognito_user_pool.this.username_configuration).case_sensitive
    error_message = "an address in other letters than the invitation's could not sign in"
  }

  assert {
    condition     = !aws_cognito_identity_pool.this.allow_unauthenticated_identities
    error_message = "who has not signed in would get a role"
  }

  assert {
    condition = { for c in data.aws_iam_policy_document.signed_in.statement[0].condition : c.variable => join(",", c.values) } == {
      "cognito-identity.amazonaws.com:aud" = aws_cognito_identity_pool.this.id
      "cognito-identity.amazonaws.com:amr" = "authenticated"
    }
    error_message = "other pools' users would get the role"
  }

  assert {
    condition     = aws_cognito_user_pool_domain.this.domain == "siem-111122223333"
    error_message = "the sign-in page is ${aws_cognito_user_pool_domain.this.domain}"
  }

  assert {
    condition     = output.cognito.role_arn == aws_iam_role.service.arn && endswith(aws_iam_role_policy_attachment.service.policy_arn, "/AmazonOpenSearchServiceCognitoAccess")
    error_message = "OpenSearch Service could not make its client"
  }
}

run "refuses_names_that_cognito_refuses" {
  command = plan

  variables {
    name = "my-aws-siem"
  }

  expect_failures = [var.name]
}

run "refuses_what_is_no_address" {
  command = plan

  variables {
    users = ["maria"]
  }

  expect_failures = [var.users]
}
