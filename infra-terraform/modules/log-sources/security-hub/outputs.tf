output "firehose_event" {
  description = "Entry for events of module firehose, which takes every finding"
  value = {
    prefix  = "SecurityHub"
    pattern = jsonencode({ source = ["aws.securityhub"], "detail-type" = ["Security Hub Findings - Imported"] })
  }
}
