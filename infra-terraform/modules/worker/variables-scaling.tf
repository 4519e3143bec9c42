# The defaults come out of `npm run simulate`; docs/scaling.md shows the runs that chose them.

variable "min_tasks" {
  description = "Fewest tasks. 0 lets the fleet sleep while nothing arrives; the first log then waits about three minutes, and after six hours without any up to fifteen more, until SQS reports the queue again"
  type        = number
  nullable    = false
  default     = 1

  validation {
    condition     = var.min_tasks >= 0 && var.min_tasks == floor(var.min_tasks)
    error_message = "min_tasks is ${var.min_tasks}; right is a whole number from 0."
  }
}

variable "max_tasks" {
  description = "Most tasks; bounds the bill and the load on OpenSearch"
  type        = number
  nullable    = false
  default     = 20

  validation {
    condition     = var.max_tasks >= 1 && var.max_tasks >= var.min_tasks && var.max_tasks <= 1000
    error_message = "max_tasks is ${var.max_tasks}; right is 1 to 1000 and not below min_tasks (${var.min_tasks})."
  }
}

variable "backlog_target_seconds" {
  description = "Backlog time that scaling aims at (s): how long the fleet as it is would need for the messages that wait"
  type        = number
  nullable    = false
  default     = 60

  validation {
    condition     = var.backlog_target_seconds >= 10 && var.backlog_target_seconds <= 3600
    error_message = "backlog_target_seconds is ${var.backlog_target_seconds}; right is 10 to 3600."
  }
}

variable "cpu_target_percent" {
  description = "Processor use that scaling aims at (%)"
  type        = number
  nullable    = false
  default     = 65

  validation {
    condition     = var.cpu_target_percent >= 20 && var.cpu_target_percent <= 90
    error_message = "cpu_target_percent is ${var.cpu_target_percent}; right is 20 to 90."
  }
}

variable "scale_out_cooldown_seconds" {
  description = "Rest after adding tasks (s); about as long as a task needs to start and to show in the metrics"
  type        = number
  nullable    = false
  default     = 120

  validation {
    condition     = var.scale_out_cooldown_seconds >= 0 && var.scale_out_cooldown_seconds <= 3600
    error_message = "scale_out_cooldown_seconds is ${var.scale_out_cooldown_seconds}; right is 0 to 3600."
  }
}

variable "scale_in_cooldown_seconds" {
  description = "Rest after removing tasks (s); must leave a stopping task the time to drain"
  type        = number
  nullable    = false
  default     = 300

  validation {
    condition     = var.scale_in_cooldown_seconds >= var.drain_seconds && var.scale_in_cooldown_seconds <= 3600
    error_message = "scale_in_cooldown_seconds is ${var.scale_in_cooldown_seconds}; right is drain_seconds (${var.drain_seconds}) to 3600."
  }
}

variable "spot_percent" {
  description = "Share of the tasks beyond min_tasks on Fargate Spot (%); a task that Spot takes away gives its messages back"
  type        = number
  nullable    = false
  default     = 0

  validation {
    condition     = var.spot_percent >= 0 && var.spot_percent <= 100 && var.spot_percent == floor(var.spot_percent)
    error_message = "spot_percent is ${var.spot_percent}; right is a whole number from 0 to 100."
  }
}
