################################################################################
# The queue of the fleet, and the one for messages that nobody can handle
################################################################################

resource "aws_sqs_queue" "this" {
  name                       = var.name
  visibility_timeout_seconds = var.visibility_timeout_seconds
  message_retention_seconds  = var.retention_seconds
  receive_wait_time_seconds  = 20

  kms_master_key_id                 = local.kms_key_arn
  kms_data_key_reuse_period_seconds = var.encryption == "kms" ? 3600 : null
  sqs_managed_sse_enabled           = var.encryption == "sqs" ? true : null

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

  tags = var.tags
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.this.arn]
  })
}
