################################################################################
# CloudFront's standard logs by the second version of delivery, which needs no ACLs; for a provider in us-east-1
################################################################################

data "aws_partition" "current" {}

resource "aws_cloudwatch_log_delivery_source" "this" {
  for_each = var.distribution_arns

  name         = "${var.name}-${each.key}"
  log_type     = "ACCESS_LOGS"
  resource_arn = each.value
  tags         = var.tags
}

resource "aws_cloudwatch_log_delivery_destination" "this" {
  name          = var.name
  output_format = var.output_format
  tags          = var.tags

  delivery_destination_configuration {
    destination_resource_arn = "arn:${data.aws_partition.current.partition}:s3:::${var.bucket}"
  }
}

# The key stays as CloudFront writes it, AWSLogs/<account>/CloudFront/<distribution>.<hour>.<id>.gz, which tells the log type.
resource "aws_cloudwatch_log_delivery" "this" {
  for_each = aws_cloudwatch_log_delivery_source.this

  delivery_source_name     = each.value.name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.this.arn
  record_fields            = length(var.fields) > 0 ? var.fields : null
  tags                     = var.tags
}
