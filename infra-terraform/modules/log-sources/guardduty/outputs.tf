output "detector_id" {
  description = "Id of the detector"
  value       = aws_guardduty_publishing_destination.this.detector_id
}
