output "rule_arn" {
  description = "Rule that forwards"
  value       = aws_cloudwatch_event_rule.this.arn
}
