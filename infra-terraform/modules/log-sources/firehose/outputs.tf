output "prefixes" {
  description = "Where each stream writes"
  value       = { for name, stream in aws_kinesis_firehose_delivery_stream.this : name => stream.extended_s3_configuration[0].prefix }
}
