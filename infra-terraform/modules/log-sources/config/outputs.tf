output "recorder" {
  description = "Name of the recorder"
  value       = aws_config_configuration_recorder.this.name
}
