mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  bucket = "siem-log-111122223333"
}

run "is_private_encrypted_and_versioned" {
  command = apply

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "something public is let through"
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"
    error_message = "not encrypted"
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "not versioned"
  }

  assert {
    condition     = one([for s in data.aws_iam_policy_document.this.statement : s if s.effect == "Deny"]).sid == "DenyWithoutTls"
    error_message = "plain HTTP is let in"
  }

  assert {
    condition     = length(one(aws_s3_bucket_lifecycle_configuration.this.rule).expiration) == 0
    error_message = "objects go although nobody said so"
  }
}

run "expires_and_encrypts_with_a_key_when_told" {
  command = apply

  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1"
    expire_days = 30
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms"
    error_message = "the key is not used"
  }

  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.this.rule).expiration[0].days == 30
    error_message = "expire_days is not used"
  }
}

run "refuses_a_name_that_s3_would_refuse" {
  command = plan

  variables {
    bucket = "Siem_Logs"
  }

  expect_failures = [var.bucket]
}

run "refuses_half_days" {
  command = plan

  variables {
    expire_days = 1.5
  }

  expect_failures = [var.expire_days]
}

run "refuses_infrequent_access_before_s3_would" {
  command = plan

  variables {
    infrequent_access_days = 7
  }

  expect_failures = [var.infrequent_access_days]
}

run "refuses_to_move_what_is_gone" {
  command = plan

  variables {
    expire_days            = 30
    infrequent_access_days = 30
  }

  expect_failures = [var.infrequent_access_days]
}
