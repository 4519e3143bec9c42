################################################################################
# Load balancers deliver by their own attributes, which belong to whoever makes them: here is what to set
################################################################################

locals {
  # The bucket's keys begin with AWSLogs/ by themselves.
  attributes = {
    application = concat(
      ["access_logs.s3.enabled=true", "access_logs.s3.bucket=${var.bucket}"],
      ["connection_logs.s3.enabled=true", "connection_logs.s3.bucket=${var.bucket}"],
      var.health_checks ? ["health_check_logs.s3.enabled=true", "health_check_logs.s3.bucket=${var.bucket}"] : [],
    )
    network = ["access_logs.s3.enabled=true", "access_logs.s3.bucket=${var.bucket}"]
  }

  kinds = { for arn in var.load_balancer_arns : arn =>
    strcontains(arn, ":loadbalancer/app/") ? "application" : strcontains(arn, ":loadbalancer/net/") ? "network" : "classic"
  }
  classic_attributes = jsonencode({ AccessLog = { Enabled = true, S3BucketName = var.bucket, EmitInterval = 5 } })
}
