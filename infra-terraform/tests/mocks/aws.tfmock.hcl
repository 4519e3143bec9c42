# What a mocked provider answers where random text would not do: ARNs and policies are checked for their form.

mock_data "aws_caller_identity" {
  defaults = { account_id = "111122223333" }
}

mock_data "aws_partition" {
  defaults = { partition = "aws" }
}

mock_data "aws_region" {
  defaults = { name = "eu-west-1" }
}

mock_data "aws_availability_zones" {
  defaults = { names = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }
}

mock_data "aws_iam_policy_document" {
  defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
}

mock_resource "aws_s3_bucket" {
  defaults = {
    id  = "mock-bucket"
    arn = "arn:aws:s3:::mock-bucket"
  }
}

mock_resource "aws_sqs_queue" {
  defaults = {
    arn = "arn:aws:sqs:eu-west-1:111122223333:mock-queue"
    url = "https://sqs.eu-west-1.amazonaws.com/111122223333/mock-queue"
    id  = "https://sqs.eu-west-1.amazonaws.com/111122223333/mock-queue"
  }
}

mock_resource "aws_sns_topic" {
  defaults = { arn = "arn:aws:sns:eu-west-1:111122223333:mock-topic" }
}

mock_resource "aws_kms_key" {
  defaults = {
    arn    = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"
    key_id = "11111111-2222-3333-4444-555555555555"
  }
}

mock_resource "aws_iam_role" {
  defaults = { arn = "arn:aws:iam::111122223333:role/mock-role" }
}

mock_resource "aws_iam_policy" {
  defaults = { arn = "arn:aws:iam::111122223333:policy/mock-policy" }
}

mock_resource "aws_ecr_repository" {
  defaults = { repository_url = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mock/image" }
}

mock_resource "aws_ecs_cluster" {
  defaults = { arn = "arn:aws:ecs:eu-west-1:111122223333:cluster/mock" }
}

mock_resource "aws_ecs_task_definition" {
  defaults = { arn = "arn:aws:ecs:eu-west-1:111122223333:task-definition/mock:1" }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = { arn = "arn:aws:logs:eu-west-1:111122223333:log-group:/siem/mock" }
}

mock_resource "aws_cloudwatch_event_rule" {
  defaults = { arn = "arn:aws:events:eu-west-1:111122223333:rule/mock" }
}

mock_resource "aws_cloudwatch_metric_alarm" {
  defaults = { arn = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:mock" }
}

mock_resource "aws_secretsmanager_secret" {
  defaults = { arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:mock-AbCdEf" }
}

mock_resource "aws_appautoscaling_policy" {
  defaults = { arn = "arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:11111111-2222-3333-4444-555555555555:resource/ecs/service/a/b:policyName/c" }
}

mock_resource "aws_kinesis_firehose_delivery_stream" {
  defaults = { arn = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/mock" }
}

mock_resource "aws_cloudwatch_log_delivery_destination" {
  defaults = { arn = "arn:aws:logs:us-east-1:111122223333:delivery-destination:mock" }
}

mock_resource "aws_opensearch_domain" {
  defaults = {
    endpoint           = "search-mock-abc.eu-west-1.es.amazonaws.com"
    dashboard_endpoint = "search-mock-abc.eu-west-1.es.amazonaws.com/_dashboards"
    arn                = "arn:aws:es:eu-west-1:111122223333:domain/mock"
  }
}

mock_resource "aws_opensearchserverless_collection" {
  defaults = {
    arn                 = "arn:aws:aoss:eu-west-1:111122223333:collection/abc"
    collection_endpoint = "https://abc.eu-west-1.aoss.amazonaws.com"
    dashboard_endpoint  = "https://abc.eu-west-1.aoss.amazonaws.com/_dashboards"
  }
}

mock_resource "aws_securitylake_subscriber" {
  defaults = { role_arn = "arn:aws:iam::111122223333:role/AmazonSecurityLake-mock" }
}
