output "bucket_roles" {
  description = "For bucket_roles of the module siem"
  value       = [for bucket in var.buckets : { bucket = bucket, role_arn = aws_iam_role.this.arn, external_id = var.external_id }]
}
