output "access_logs" {
  description = "Values of the block access_logs of aws_lb and aws_elb, and of connection_logs of aws_lb"
  value       = { bucket = var.bucket, enabled = true }
}

output "kubernetes_annotations" {
  description = "Annotation for ingresses and services that the AWS Load Balancer Controller makes load balancers for"
  value = {
    "alb.ingress.kubernetes.io/load-balancer-attributes"      = join(",", local.attributes.application)
    "service.beta.kubernetes.io/aws-load-balancer-attributes" = join(",", local.attributes.network)
  }
}

output "commands" {
  description = "Switches logging on for load balancers that are made elsewhere, with the AWS CLI"
  value = [for arn, kind in local.kinds : kind == "classic" ?
    "aws elb modify-load-balancer-attributes --load-balancer-name ${element(split("/", arn), 1)} --load-balancer-attributes '${local.classic_attributes}'" :
    "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ${arn} --attributes ${join(" ", [for attribute in local.attributes[kind] : replace(attribute, "/^([^=]+)=(.*)$/", "Key=$1,Value=$2")])}"
  ]
}
