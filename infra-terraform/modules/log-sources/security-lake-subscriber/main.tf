################################################################################
# What Security Lake's data access asks of a subscriber: a role with an external id, and the queue it fills
################################################################################

resource "aws_securitylake_subscriber" "this" {
  subscriber_name = var.name
  access_type     = "S3"

  dynamic "source" {
    for_each = sort(var.sources)
    content {
      aws_log_source_resource {
        source_name    = source.value
        source_version = "2.0"
      }
    }
  }

  subscriber_identity {
    principal   = var.worker_account_id
    external_id = var.external_id
  }
}

resource "aws_securitylake_subscriber_notification" "this" {
  count = var.queue ? 1 : 0

  subscriber_id = aws_securitylake_subscriber.this.id

  configuration {
    sqs_notification_configuration {}
  }
}
