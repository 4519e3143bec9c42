################################################################################
# Task role: what the worker's code may do
################################################################################

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_iam_role" "task" {
  name                 = "${var.name}-task"
  description          = "What the worker's code may do"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "task" {
  statement {
    sid       = "TakeNotifications"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"]
    resources = [var.queue.arn]
  }

  statement {
    sid       = "ReadLogs"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = [for arn in local.log_bucket_arns : "${arn}/*"]
  }

  # Without it S3 answers 403 instead of 404 for an object that is gone, and the worker would try again for days.
  statement {
    sid       = "KnowMissingObjects"
    actions   = ["s3:ListBucket"]
    resources = local.log_bucket_arns
  }

  statement {
    sid       = "WriteDeadLetters"
    actions   = ["s3:PutObject"]
    resources = ["arn:${local.partition}:s3:::${var.dead_letter_bucket}/dead-letters/*"]
  }

  dynamic "statement" {
    for_each = length(var.bucket_roles) > 0 ? [1] : []
    content {
      sid       = "TakeRolesOfOtherAccounts"
      actions   = ["sts:AssumeRole"]
      resources = distinct(var.bucket_roles[*].role_arn)
    }
  }

  dynamic "statement" {
    for_each = var.enrichment_bucket[*]
    content {
      sid       = "ReadEnrichment"
      actions   = ["s3:GetObject"]
      resources = ["arn:${local.partition}:s3:::${statement.value}/*"]
    }
  }

  dynamic "statement" {
    for_each = var.enrichment_bucket[*]
    content {
      sid       = "ListEnrichment"
      actions   = ["s3:ListBucket"]
      resources = ["arn:${local.partition}:s3:::${statement.value}"]
    }
  }

  dynamic "statement" {
    for_each = var.queue.kms_key_arn[*]
    content {
      sid       = "DecryptNotifications"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["sqs.${local.region}.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.log_bucket_kms_key_arns) > 0 ? [1] : []
    content {
      sid       = "DecryptLogs"
      actions   = ["kms:Decrypt"]
      resources = var.log_bucket_kms_key_arns

      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = ["s3.*.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.dead_letter_kms_key_arn[*]
    content {
      sid       = "EncryptDeadLetters"
      actions   = ["kms:GenerateDataKey"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${local.region}.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.opensearch.auth == "sigv4" && var.opensearch.service == "es" ? [var.opensearch.arn] : []
    content {
      sid       = "WriteDocuments"
      actions   = ["es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut"]
      resources = ["${statement.value}/*"]
    }
  }

  dynamic "statement" {
    for_each = var.opensearch.auth == "sigv4" && var.opensearch.service == "aoss" ? [var.opensearch.arn] : []
    content {
      sid       = "WriteDocuments"
      actions   = ["aoss:APIAccessAll"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "task" {
  name   = "worker"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.task.json
}

################################################################################
# Execution role: what Fargate does before the code runs
################################################################################

resource "aws_iam_role" "execution" {
  name                 = "${var.name}-execution"
  description          = "What Fargate needs to start the worker"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

module "image_pull" {
  source = "../image-pull"

  image = var.image
}

data "aws_iam_policy_document" "execution" {
  dynamic "statement" {
    for_each = module.image_pull.statements
    content {
      sid       = statement.value.sid
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }

  statement {
    sid       = "WriteOwnLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  dynamic "statement" {
    for_each = var.opensearch.auth == "basic" ? [var.opensearch.password_secret_arn] : []
    content {
      sid       = "ReadPassword"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = var.opensearch.password_kms_key_arn[*]
    content {
      sid       = "DecryptPassword"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "execution" {
  name   = "start"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}
