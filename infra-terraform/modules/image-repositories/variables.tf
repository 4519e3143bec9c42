variable "name" {
  description = "Prefix of the repositories: NAME/worker, NAME/bootstrap, ..."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name is '${var.name}'; right is 2 to 41 lower case letters, digits and hyphens, a letter first."
  }
}

variable "deployables" {
  description = "Folders below services/ that get a repository"
  type        = set(string)
  nullable    = false
  default     = ["bootstrap", "enrichment-updater", "housekeeper", "worker"]

  validation {
    condition     = length(var.deployables) > 0
    error_message = "deployables is empty; right is at least worker."
  }
}

variable "keep_images" {
  description = "Images kept per repository, for roll-backs (images)"
  type        = number
  nullable    = false
  default     = 20

  validation {
    condition     = var.keep_images >= 2 && var.keep_images <= 1000
    error_message = "keep_images is ${var.keep_images}; right is 2 to 1000: the running one and one to roll back to."
  }
}

variable "force_delete" {
  description = "Whether `terraform destroy` deletes repositories that hold images"
  type        = bool
  nullable    = false
  default     = false
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
