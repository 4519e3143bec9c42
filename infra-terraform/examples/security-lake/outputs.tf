output "siem" {
  description = "Everything to go on with: bucket, queue, Dashboards, commands"
  value       = module.siem
}
