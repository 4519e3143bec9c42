terraform {
  # Validation that looks at other variables came with 1.9.
  required_version = ">= 1.9"

  required_providers {
    # tflint-ignore: terraform_unused_required_providers # the tests beside it mock it
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
