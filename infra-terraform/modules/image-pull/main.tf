################################################################################
# What starts a task may pull that task's image and no other: rights for one of ECR, none for one from elsewhere
################################################################################

data "aws_partition" "current" {}

locals {
  # Repositories have two hosts, dkr.ecr and dual-stack dkr-ecr, each with a FIPS one; the domain differs by partition.
  host  = "(?P<registry>(?P<account>[0-9]{12})\\.dkr[.-]ecr(?:-fips)?\\.(?P<region>[a-z0-9-]+)\\.[a-z0-9.-]+)"
  image = try(regex("^${local.host}/(?P<repository>[^:@]+)", var.image), null)

  statements = flatten([for image in local.image[*] : [
    # This action knows no resource.
    {
      sid       = "LogIntoRegistry"
      actions   = ["ecr:GetAuthorizationToken"]
      resources = ["*"]
    },
    {
      sid       = "PullImage"
      actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = ["arn:${data.aws_partition.current.partition}:ecr:${image.region}:${image.account}:repository/${image.repository}"]
    },
  ]])
}
