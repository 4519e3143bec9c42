variable "image" {
  description = "Image with tag or digest"
  type        = string
  nullable    = false
}
