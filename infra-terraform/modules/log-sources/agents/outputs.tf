output "agent_commands" {
  description = "Tells the agent of an instance its configuration, by system; the instance needs the policy CloudWatchAgentServerPolicy"
  value = { for system, parameter in aws_ssm_parameter.this : system => system == "linux" ?
    "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a append-config -m ec2 -s -c ssm:${parameter.name}" :
    "& \"$Env:ProgramFiles\\Amazon\\AmazonCloudWatchAgent\\amazon-cloudwatch-agent-ctl.ps1\" -a append-config -m ec2 -s -c ssm:${parameter.name}"
  }
}

output "firelens_log_configuration" {
  description = "logConfiguration of containers of a task that has a FireLens log router (Fluent Bit), for container_definitions"
  value = {
    logDriver = "awsfirelens"
    options = {
      Name            = "s3"
      region          = local.region
      bucket          = var.bucket
      s3_key_format   = "/${local.firelens_folder}/$TAG/%Y/%m/%d/%H/$UUID.gz"
      total_file_size = "50M"
      upload_timeout  = "1m"
      use_put_object  = "On"
      compression     = "gzip"
    }
  }
}

output "firelens_policy" {
  description = "What the role of such a task needs, as JSON"
  value       = data.aws_iam_policy_document.firelens.json
}

output "prefixes" {
  description = "Where each stream writes"
  value       = module.firehose.prefixes
}
