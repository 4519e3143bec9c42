variable "name" {
  description = "Name of the user pool and prefix of the rest; also of the domain that it is for"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,27}$", var.name))
    error_message = "name is '${var.name}'; right is 2 to 28 lower case letters, digits and hyphens, a letter first."
  }

  validation {
    condition     = !can(regex("aws|amazon|cognito", var.name))
    error_message = "name is '${var.name}'; Amazon Cognito takes no prefix with aws, amazon or cognito in it."
  }
}

variable "users" {
  description = "E-mail addresses of who may sign in; each gets an invitation with a password for the first time"
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.users) > 0 && alltrue([for user in var.users : can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", user))])
    error_message = "users must be e-mail addresses, at least one."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the roles made here"
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of every resource"
  type        = map(string)
  nullable    = false
  default     = {}
}
