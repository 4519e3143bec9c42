output "cognito" {
  description = "What the domain is told (dashboards_cognito of the module opensearch)"
  value = {
    user_pool_id     = aws_cognito_user_pool.this.id
    identity_pool_id = aws_cognito_identity_pool.this.id
    role_arn         = aws_iam_role.service.arn
  }

  # OpenSearch Service looks for the sign-in page and uses the role at once.
  depends_on = [aws_cognito_user_pool_domain.this, aws_iam_role_policy_attachment.service]
}

output "signed_in_role_arn" {
  description = "Role of who has signed in: the domain must let it in, and bootstrap map it"
  value       = aws_iam_role.signed_in.arn
}
