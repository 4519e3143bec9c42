output "enabled_cloudwatch_logs_exports" {
  description = "By database, the argument of that name of aws_db_instance and aws_rds_cluster"
  value       = { for name, database in local.databases : name => sort(tolist(database.logs)) }
}

output "parameters" {
  description = "By engine, what its parameter group must say for these logs; MySQL and MariaDB of RDS need the option MARIADB_AUDIT_PLUGIN for audit"
  value = {
    mysql               = { slow_query_log = "1", long_query_time = "2", log_output = "FILE", general_log = contains(var.logs, "general") ? "1" : "0" }
    mariadb             = { slow_query_log = "1", long_query_time = "2", log_output = "FILE", general_log = contains(var.logs, "general") ? "1" : "0" }
    "aurora-mysql"      = { slow_query_log = "1", long_query_time = "2", log_output = "FILE", general_log = contains(var.logs, "general") ? "1" : "0", server_audit_logging = "1", server_audit_events = "CONNECT,QUERY_DCL,QUERY_DDL" }
    postgres            = { log_connections = "1", log_disconnections = "1", log_statement = "ddl", log_min_duration_statement = "2000" }
    "aurora-postgresql" = { log_connections = "1", log_disconnections = "1", log_statement = "ddl", log_min_duration_statement = "2000" }
  }
}

output "prefixes" {
  description = "Where each stream writes"
  value       = module.firehose.prefixes
}
