output "siem" {
  description = "Everything to go on with: bucket, queue, Dashboards, commands"
  value       = module.siem
}

output "roles_to_map" {
  description = "What the domain's security plugin must map before the first apply of bootstrap: its role to all_access; bootstrap maps the workers' then"
  value       = { all_access = module.siem.bootstrap_role_arn }
}

# By itself, so that it is there after the first step, which makes the repositories only.
output "image_repositories" {
  description = "Where the images are pushed to, by deployable"
  value       = module.siem.image_repositories
}
