################################################################################
# Dashboard: what comes in, how long it takes, what goes wrong
################################################################################

locals {
  queue_widgets = [
    { title = "Age of the oldest message (s)", metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", var.queue_name, { stat = "Maximum" }]] },
    { title = "Messages", metrics = [
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", var.queue_name, { stat = "Maximum", label = "waiting" }],
      ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", var.queue_name, { stat = "Maximum", label = "in work" }],
      ["AWS/SQS", "NumberOfMessagesDeleted", "QueueName", var.queue_name, { stat = "Sum", label = "finished" }],
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", var.dead_letter_queue_name, { stat = "Maximum", label = "given up" }],
    ] },
    { title = "Tasks", metrics = [["AWS/ECS", "CPUUtilization", "ClusterName", var.worker.cluster_name, "ServiceName", var.worker.service_name, { stat = "SampleCount" }]] },
    { title = "Processor and memory of the tasks (%)", metrics = [
      ["AWS/ECS", "CPUUtilization", "ClusterName", var.worker.cluster_name, "ServiceName", var.worker.service_name, { stat = "Average" }],
      ["AWS/ECS", "MemoryUtilization", "ClusterName", var.worker.cluster_name, "ServiceName", var.worker.service_name, { stat = "Maximum" }],
    ] },
    { title = "Records by log type and state", metrics = [[{ expression = "SEARCH('{\"${local.namespace}\",log_type,state} MetricName=\"siem_records_total\"', 'Sum', 60)", label = "" }]] },
    { title = "Bytes read by log type", metrics = [[{ expression = "SEARCH('{\"${local.namespace}\",log_type} MetricName=\"siem_object_bytes_total\"', 'Sum', 60)", label = "" }]] },
    { title = "Objects by outcome", metrics = [[{ expression = "SEARCH('{\"${local.namespace}\",log_type,outcome} MetricName=\"siem_objects_total\"', 'Sum', 60)", label = "" }]] },
    { title = "Errors by stage", metrics = [[{ expression = "SEARCH('{\"${local.namespace}\",code,stage} MetricName=\"siem_errors_total\"', 'Sum', 60)", label = "" }]] },
    { title = "Writer: 0 writable, 1 throttled, 2 unavailable; S3: 1 away", metrics = [
      [local.namespace, "siem_bulk_state", { stat = "Maximum" }],
      [local.namespace, "siem_s3_away", { stat = "Maximum" }],
    ] },
    { title = "Bulk requests allowed and in flight", metrics = [
      [local.namespace, "siem_bulk_concurrency_limit", { stat = "Average" }],
      [local.namespace, "siem_bulk_requests_in_flight", { stat = "Average" }],
    ] },
  ]

  domain_widgets = var.opensearch == null ? [] : [
    for title, metric in {
      "OpenSearch: processor (%)"              = ["CPUUtilization", "Average"]
      "OpenSearch: heap pressure (%)"          = ["JVMMemoryPressure", "Maximum"]
      "OpenSearch: free storage a node (MiB)"  = ["FreeStorageSpace", "Minimum"]
      "OpenSearch: documents indexed a minute" = ["IndexingRate", "Average"]
      } : {
      title   = title
      metrics = [["AWS/ES", metric[0], "DomainName", local.domain_dimensions.DomainName, "ClientId", local.domain_dimensions.ClientId, { stat = metric[1] }]]
    }
  ]

  # As text, because the elements of a list must have one type and widgets do not.
  widget_texts = concat([for widget in local.queue_widgets : jsonencode(widget)], [for widget in local.domain_widgets : jsonencode(widget)])

  widgets = [for index, text in local.widget_texts : {
    type       = "metric"
    x          = 12 * (index % 2)
    y          = 6 * floor(index / 2)
    width      = 12
    height     = 6
    properties = merge(jsondecode(text), { region = local.region, view = "timeSeries", period = 60 })
  }]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = local.widgets })
}
