################################################################################
# The queue of the fleet, and the one for messages that nobody can handle
################################################################################

# Policies are attributes and no resources of their own: for each of those Terraform waits half a minute more.

resource "aws_sqs_queue" "this" {
  name                       = var.name
  visibility_timeout_seconds = var.visibility_timeout_seconds
  message_retention_seconds  = var.retention_seconds
  receive_wait_time_seconds  = 20

  kms_master_key_id                 = local.kms_key_arn
  kms_data_key_reuse_period_seconds = var.encryption == "kms" ? 3600 : null
  sqs_managed_sse_enabled           = var.encryption == "sqs" ? true : null

  policy = data.aws_iam_policy_document.queue.json

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.max_receive_count
  })

  tags = var.tags
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = "${var.name}-dlq"
  message_retention_seconds = var.retention_seconds

  kms_master_key_id                 = local.kms_key_arn
  kms_data_key_reuse_period_seconds = var.encryption == "kms" ? 3600 : null
  sqs_managed_sse_enabled           = var.encryption == "sqs" ? true : null

  policy = data.aws_iam_policy_document.dead_letters.json

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.queue_arn]
  })

  tags = var.tags
}
