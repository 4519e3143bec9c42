variable "name" {
  description = "Name of the service and prefix of everything that belongs to it"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "name is '${var.name}'; right is 2 to 31 lower case letters, digits and hyphens, a letter first."
  }
}

################################################################################
# Task
################################################################################

variable "image" {
  description = "Image of services/worker with tag or digest, built from docker/Dockerfile"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64})$", var.image)) && !endswith(var.image, ":latest")
    error_message = "image is '${var.image}'; right is a repository with a tag other than latest, or a digest, so that a roll-back has something to roll back to."
  }
}

variable "cpu_architecture" {
  description = "`ARM64` (a fifth cheaper) or `X86_64`; the image must be built for it"
  type        = string
  nullable    = false
  default     = "ARM64"

  validation {
    condition     = contains(["ARM64", "X86_64"], var.cpu_architecture)
    error_message = "cpu_architecture is '${var.cpu_architecture}'; right is ARM64 or X86_64."
  }
}

variable "cpu" {
  description = "Processor share of a task (1024 is one vCPU)"
  type        = number
  nullable    = false
  default     = 2048

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096, 8192, 16384], var.cpu)
    error_message = "cpu is ${var.cpu}; Fargate has 256, 512, 1024, 2048, 4096, 8192 and 16384."
  }
}

variable "memory_mib" {
  description = "Memory of a task (MiB)"
  type        = number
  nullable    = false
  default     = 4096

  validation {
    condition = contains({
      "256"   = [512, 1024, 2048]
      "512"   = range(1024, 4097, 1024)
      "1024"  = range(2048, 8193, 1024)
      "2048"  = range(4096, 16385, 1024)
      "4096"  = range(8192, 30721, 1024)
      "8192"  = range(16384, 61441, 4096)
      "16384" = range(32768, 122881, 8192)
    }[tostring(var.cpu)], var.memory_mib)
    error_message = "memory_mib is ${var.memory_mib}, which Fargate does not have with cpu = ${var.cpu}; at 1024 right is 2048 to 8192, at 2048 4096 to 16384, at 4096 8192 to 30720, in steps of 1024."
  }
}

variable "threads" {
  description = "Threads that parse (SIEM_THREADS in services/worker/src/variables.ts); null takes one per vCPU"
  type        = number
  default     = null

  validation {
    condition     = var.threads == null || try(var.threads >= 1 && var.threads <= 64, false)
    error_message = "threads is ${coalesce(var.threads, 0)}; right is 1 to 64, as the worker accepts, or null."
  }
}

variable "thread_memory_mib" {
  description = "Heap limit of a thread (MiB; SIEM_THREAD_MEMORY_MIB in services/worker/src/variables.ts)"
  type        = number
  nullable    = false
  default     = 512

  validation {
    condition     = var.thread_memory_mib >= 64 && var.thread_memory_mib <= 16384
    error_message = "thread_memory_mib is ${var.thread_memory_mib}; right is 64 to 16384, as the worker accepts."
  }

  # 512 MiB are for what the threads share: object streams, chunks in flight, bulk requests.
  validation {
    condition     = coalesce(var.threads, max(1, floor(var.cpu / 1024))) * var.thread_memory_mib + 512 <= var.memory_mib
    error_message = "threads times thread_memory_mib plus 512 MiB for the rest of the worker must fit into memory_mib (${var.memory_mib})."
  }
}

variable "drain_seconds" {
  description = "After SIGTERM: time for work in flight (s; SIEM_DRAIN_SECONDS in services/worker/src/variables.ts)"
  type        = number
  nullable    = false
  default     = 90

  validation {
    condition     = var.drain_seconds >= 1 && var.drain_seconds <= 105
    error_message = "drain_seconds is ${var.drain_seconds}; right is 1 to 105: Fargate kills 120 s after SIGTERM, and 15 s of them are for closing."
  }
}

variable "visibility_timeout_seconds" {
  description = "How long a received message stays hidden (s; SIEM_VISIBILITY_TIMEOUT_SECONDS in services/worker/src/variables.ts); the queue's own"
  type        = number
  nullable    = false
  default     = 120

  validation {
    condition     = var.visibility_timeout_seconds >= 10 && var.visibility_timeout_seconds <= 43200
    error_message = "visibility_timeout_seconds is ${var.visibility_timeout_seconds}; right is 10 to 43200, as the worker accepts."
  }
}

variable "environment" {
  description = "Further variables of the worker, such as SIEM_INDEX_ROTATION; the README of services/worker has the table"
  type        = map(string)
  nullable    = false
  default     = {}

  validation {
    condition = length(setintersection(keys(var.environment), [
      "OPENSEARCH_URL", "SIEM_QUEUE_URL", "SIEM_DEAD_LETTER_BUCKET", "SIEM_THREADS", "SIEM_THREAD_MEMORY_MIB", "SIEM_DRAIN_SECONDS", "SIEM_BUCKET_ROLES",
      "SIEM_VISIBILITY_TIMEOUT_SECONDS", "SIEM_EMF", "SIEM_EMF_NAMESPACE", "SIEM_EMF_INTERVAL_SECONDS", "SIEM_HTTP_HOST", "SIEM_HTTP_PORT",
    ])) == 0
    error_message = "environment sets variables that this module sets itself (found ${join(", ", keys(var.environment))}); use the module's own variables for them."
  }

  validation {
    condition     = !anytrue([for name in keys(var.environment) : can(regex("PASSWORD|SECRET", name)) && !endswith(name, "_FILE")])
    error_message = "environment is readable in the console and in the state; give passwords by opensearch.password_secret_arn."
  }
}

################################################################################
# What it reads and writes
################################################################################

variable "queue" {
  description = "Queue with the notifications; `kms_key_arn` where it is encrypted with a customer managed key"
  type = object({
    url         = string
    arn         = string
    name        = string
    kms_key_arn = optional(string)
  })
  nullable = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:", var.queue.arn))
    error_message = "queue.arn is '${var.queue.arn}'; right is the ARN of an SQS queue."
  }
}

variable "log_buckets" {
  description = "Names of the buckets that are read"
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.log_buckets) > 0 && !anytrue([for bucket in var.log_buckets : strcontains(bucket, "*")])
    error_message = "log_buckets must name at least one bucket, without wildcards: the worker may read these and no others."
  }
}

variable "log_bucket_kms_key_arns" {
  description = "KMS keys that objects of the log buckets are encrypted with"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "bucket_roles" {
  description = "Roles under which the worker reads buckets of other accounts (SIEM_BUCKET_ROLES); `bucket` is a name, or a beginning with * behind it"
  type = list(object({
    bucket      = string
    role_arn    = string
    external_id = optional(string)
  }))
  nullable = false
  default  = []

  validation {
    condition     = alltrue([for r in var.bucket_roles : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/[^*]+$", r.role_arn))])
    error_message = "bucket_roles: role_arn must be like arn:aws:iam::111122223333:role/name; found ${join(", ", var.bucket_roles[*].role_arn)}."
  }
}

variable "dead_letter_bucket" {
  description = "Bucket for records that could not become documents (SIEM_DEAD_LETTER_BUCKET); written below dead-letters/ only"
  type        = string
  nullable    = false
}

variable "dead_letter_kms_key_arn" {
  description = "KMS key of that bucket; null where S3 manages the key"
  type        = string
  default     = null
}

variable "enrichment_bucket" {
  description = "Bucket with GeoIP databases and threat lists, of the module enrichment; null goes without"
  type        = string
  default     = null
}

variable "opensearch" {
  description = <<-EOT
    Where documents go. `service` is `es` (domain) or `aoss` (serverless collection). With `auth = "sigv4"` the task's role
    signs and `arn` is needed; with `basic`, `username` and `password_secret_arn` (and `password_kms_key_arn`,
    where that secret is encrypted with a key of yours).
  EOT
  type = object({
    url                  = string
    arn                  = optional(string)
    service              = optional(string, "es")
    auth                 = optional(string, "sigv4")
    username             = optional(string)
    password_secret_arn  = optional(string)
    password_kms_key_arn = optional(string)
  })
  nullable = false

  validation {
    condition     = can(regex("^(https://|http://(127\\.0\\.0\\.1|localhost)[:/])", var.opensearch.url))
    error_message = "opensearch.url is '${var.opensearch.url}'; right is an https URL (http only on the own machine)."
  }

  validation {
    condition     = contains(["es", "aoss"], var.opensearch.service)
    error_message = "opensearch.service is '${var.opensearch.service}'; right is es or aoss."
  }

  validation {
    condition     = contains(["sigv4", "basic"], var.opensearch.auth)
    error_message = "opensearch.auth is '${var.opensearch.auth}'; right is sigv4 or basic."
  }

  validation {
    condition     = var.opensearch.auth != "sigv4" || var.opensearch.arn != null
    error_message = "opensearch.auth is sigv4, which needs opensearch.arn: the task's role is allowed to use that domain or collection only."
  }

  validation {
    condition     = var.opensearch.auth != "basic" || (var.opensearch.username != null && var.opensearch.password_secret_arn != null)
    error_message = "opensearch.auth is basic, which needs opensearch.username and opensearch.password_secret_arn."
  }
}

################################################################################
# Where it runs
################################################################################

variable "cluster_arn" {
  description = "ARN of an existing ECS cluster with the capacity providers FARGATE and FARGATE_SPOT; null makes a cluster"
  type        = string
  default     = null
}

variable "container_insights" {
  description = "Container Insights of the cluster made here: `disabled`, `enabled` or `enhanced`. Scaling and alarms do not need it; it costs per metric"
  type        = string
  nullable    = false
  default     = "disabled"

  validation {
    condition     = contains(["disabled", "enabled", "enhanced"], var.container_insights)
    error_message = "container_insights is '${var.container_insights}'; right is disabled, enabled or enhanced."
  }
}

variable "vpc_id" {
  description = "VPC of the tasks"
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Subnets of the tasks, in two zones or more for production"
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "subnet_ids is empty; give at least one subnet."
  }
}

variable "assign_public_ip" {
  description = "Whether tasks get a public address: the way out in a public subnet without NAT or endpoints. Nothing can come in either way"
  type        = bool
  nullable    = false
  default     = false
}

variable "security_group_ids" {
  description = "Further security groups of the tasks"
  type        = list(string)
  nullable    = false
  default     = []
}

variable "log_retention_days" {
  description = "How long the worker's own logs stay (days)"
  type        = number
  nullable    = false
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days is ${var.log_retention_days}; CloudWatch has 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731 and more."
  }
}

variable "log_kms_key_arn" {
  description = "KMS key of the worker's own logs; null takes the key that CloudWatch manages"
  type        = string
  default     = null
}

variable "metrics_namespace" {
  description = "CloudWatch namespace of the worker's metrics (SIEM_EMF_NAMESPACE), which scaling follows; each installation of an account and region needs one of its own"
  type        = string
  nullable    = false
  default     = "SIEM"

  validation {
    condition     = can(regex("^[A-Za-z0-9_.#:/-]{1,255}$", var.metrics_namespace)) && !startswith(var.metrics_namespace, "AWS/")
    error_message = "metrics_namespace is '${var.metrics_namespace}'; right is 1 to 255 letters, digits and . - _ / # :, not beginning with AWS/."
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
