################################################################################
# Sums over all log types: the worker's EMF metrics have a dimension for each, and an alarm can not add dimensions up
################################################################################

locals {
  namespace = var.worker.metrics_namespace
  filtered  = "SIEM/${var.name}"

  # Names and states as in packages/metrics/src/metrics.ts and packages/object-loader.
  sums = {
    LedgerImbalances    = { pattern = "{ $.siem_ledger_imbalance_total > 0 }", value = "$.siem_ledger_imbalance_total" }
    DeadLetteredRecords = { pattern = "{ $.siem_records_total > 0 && $.state = \"dead_lettered\" }", value = "$.siem_records_total" }
    FinishedRecords     = { pattern = "{ $.siem_records_total > 0 }", value = "$.siem_records_total" }
    ReadBytes           = { pattern = "{ $.siem_object_bytes_total > 0 }", value = "$.siem_object_bytes_total" }
  }
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local.sums

  name           = "${var.name}-${each.key}"
  log_group_name = var.worker.log_group_name
  pattern        = each.value.pattern

  metric_transformation {
    namespace = local.filtered
    name      = each.key
    value     = each.value.value
  }
}
