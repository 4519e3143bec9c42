output "siem" {
  description = "Everything to go on with: bucket, queue, Dashboards, commands"
  value       = module.siem
}

# By itself, so that it is there after the first step, which makes the repositories only.
output "image_repositories" {
  description = "Where the images are pushed to, by deployable"
  value       = module.siem.image_repositories
}
