mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name = "siem"
}

run "has_one_repository_a_deployable" {
  command = apply

  assert {
    condition     = sort([for r in aws_ecr_repository.this : r.name]) == tolist(["siem/bootstrap", "siem/enrichment-updater", "siem/housekeeper", "siem/worker"])
    error_message = "names are ${jsonencode([for r in aws_ecr_repository.this : r.name])}"
  }

  assert {
    condition     = alltrue([for r in aws_ecr_repository.this : r.image_tag_mutability == "IMMUTABLE" && r.image_scanning_configuration[0].scan_on_push])
    error_message = "a tag may change its image, or images are not scanned"
  }
}

run "refuses_to_keep_nothing_to_roll_back_to" {
  command = plan

  variables {
    keep_images = 1
  }

  expect_failures = [var.keep_images]
}

run "refuses_a_name_with_capitals" {
  command = plan

  variables {
    name = "SIEM"
  }

  expect_failures = [var.name]
}
