variable "enable" {
  description = "Whether Security Hub is switched on; false where it is on already"
  type        = bool
  nullable    = false
  default     = true
}

variable "standards" {
  description = "Standards that are checked: fsbp (AWS Foundational Security Best Practices), cis, nist, pcidss; checks cost by the number"
  type        = set(string)
  nullable    = false
  default     = ["fsbp"]

  validation {
    condition     = length(setsubtract(var.standards, ["cis", "fsbp", "nist", "pcidss"])) == 0
    error_message = "standards has ${join(", ", var.standards)}; right are cis, fsbp, nist and pcidss."
  }
}

variable "organization" {
  description = "Whether new accounts of the organization have it switched on; apply it in the delegated administrator's account"
  type        = bool
  nullable    = false
  default     = false
}

variable "all_regions" {
  description = "Whether findings of all regions are brought to this one"
  type        = bool
  nullable    = false
  default     = true
}
