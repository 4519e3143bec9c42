################################################################################
# Who may sign in to OpenSearch Dashboards: a user pool, and a role for whoever is in it
################################################################################

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
}

resource "aws_cognito_user_pool" "this" {
  name                     = "${var.name}-dashboards"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  mfa_configuration        = "OPTIONAL"
  tags                     = var.tags

  # Who is invited as Maria@example.com also signs in as maria@example.com.
  username_configuration {
    case_sensitive = false
  }

  # Nobody makes an account of their own.
  admin_create_user_config {
    allow_admin_create_user_only = true
  }

  software_token_mfa_configuration {
    enabled = true
  }

  password_policy {
    minimum_length                   = 14
    require_lowercase                = true
    require_uppercase                = true
    require_numbers                  = true
    require_symbols                  = false
    temporary_password_validity_days = 7
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  user_pool_add_ons {
    advanced_security_mode = "OFF"
  }
}

# The sign-in page. Its name is shared by all accounts of the region.
resource "aws_cognito_user_pool_domain" "this" {
  domain       = "${var.name}-${local.account_id}"
  user_pool_id = aws_cognito_user_pool.this.id
}

resource "aws_cognito_user" "this" {
  for_each = var.users

  user_pool_id             = aws_cognito_user_pool.this.id
  username                 = each.value
  desired_delivery_mediums = ["EMAIL"]

  attributes = {
    email          = each.value
    email_verified = "true"
  }
}

resource "aws_cognito_identity_pool" "this" {
  identity_pool_name               = "${var.name}-dashboards"
  allow_unauthenticated_identities = false
  tags                             = var.tags

  lifecycle {
    # OpenSearch Service makes its own client in the user pool and enters it here.
    ignore_changes = [cognito_identity_providers]
  }
}

################################################################################
# Role of who has signed in. It has no rights of its own: the domain lets it in, and roles of OpenSearch say what for
################################################################################

data "aws_iam_policy_document" "signed_in" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["cognito-identity.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "cognito-identity.amazonaws.com:aud"
      values   = [aws_cognito_identity_pool.this.id]
    }

    condition {
      test     = "ForAnyValue:StringLike"
      variable = "cognito-identity.amazonaws.com:amr"
      values   = ["authenticated"]
    }
  }
}

resource "aws_iam_role" "signed_in" {
  name                 = "${var.name}-dashboards-user"
  description          = "Who has signed in to OpenSearch Dashboards"
  assume_role_policy   = data.aws_iam_policy_document.signed_in.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_cognito_identity_pool_roles_attachment" "this" {
  identity_pool_id = aws_cognito_identity_pool.this.id
  roles            = { authenticated = aws_iam_role.signed_in.arn }
}

################################################################################
# Role under which OpenSearch Service makes its client in the pools
################################################################################

data "aws_iam_policy_document" "service" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["es.amazonaws.com", "opensearchservice.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_iam_role" "service" {
  name                 = "${var.name}-dashboards-cognito"
  description          = "OpenSearch Service: sign-in of Dashboards"
  assume_role_policy   = data.aws_iam_policy_document.service.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy_attachment" "service" {
  role       = aws_iam_role.service.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AmazonOpenSearchServiceCognitoAccess"
}
