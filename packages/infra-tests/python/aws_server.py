"""Moto's server with what it lacks for a Terraform apply whose second plan is empty.

Usage: aws_server.py PORT. Listens on loopback. Each function below names what Moto leaves out; nothing here decides
anything, it only keeps what was sent and gives it back.
"""

import json
import sys

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.utils import camelcase_to_underscores
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.iam.access_control import IAMRequestBase, PermissionResult
from moto.s3.models import FakeBucket
from moto.server import main
from moto.sqs.models import Queue


def keep_tags_of_autoscaling() -> None:
    """ListTagsForResource, TagResource, UntagResource of Application Auto Scaling."""
    tags: dict[str, dict[str, str]] = {}

    def list_tags_for_resource(self: ApplicationAutoScalingResponse) -> str:
        return json.dumps({"Tags": tags.get(self._get_param("ResourceARN"), {})})

    register = ApplicationAutoScalingResponse.register_scalable_target

    def register_scalable_target(self: ApplicationAutoScalingResponse) -> str:
        answer = register(self)
        if self._get_param("Tags"):
            tags.setdefault(json.loads(answer)["ScalableTargetARN"], {}).update(self._get_param("Tags"))
        return answer

    def tag_resource(self: ApplicationAutoScalingResponse) -> str:
        tags.setdefault(self._get_param("ResourceARN"), {}).update(self._get_param("Tags"))
        return "{}"

    def untag_resource(self: ApplicationAutoScalingResponse) -> str:
        for key in self._get_param("TagKeys"):
            tags.get(self._get_param("ResourceARN"), {}).pop(key, None)
        return "{}"

    ApplicationAutoScalingResponse.register_scalable_target = register_scalable_target
    ApplicationAutoScalingResponse.list_tags_for_resource = list_tags_for_resource
    ApplicationAutoScalingResponse.tag_resource = tag_resource
    ApplicationAutoScalingResponse.untag_resource = untag_resource


def keep_redrive_policies() -> None:
    """The attribute RedriveAllowPolicy; RedrivePolicy as compact JSON, as SQS writes it."""
    set_attributes = Queue._set_attributes
    attributes = Queue.attributes.fget

    def set_and_keep(self: Queue, given: dict, now: float | None = None) -> None:
        if "RedriveAllowPolicy" in given:
            self.redrive_allow_policy = given["RedriveAllowPolicy"]
        set_attributes(self, given, now)

    def all_attributes(self: Queue) -> dict:
        result = attributes(self)
        if not result.get("RedriveAllowPolicy"):
            result.pop("RedriveAllowPolicy", None)
        if result.get("RedrivePolicy"):
            result["RedrivePolicy"] = json.dumps(json.loads(result["RedrivePolicy"]), separators=(",", ":"))
        return result

    Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]
    Queue.redrive_allow_policy = None
    Queue._set_attributes = set_and_keep
    Queue.attributes = property(all_attributes)


def keep_settings_of_services() -> None:
    """Settings of an ECS service that Moto reads over, such as availabilityZoneRebalancing."""
    create = EC2ContainerServiceResponse.create_service
    kept = (
        "availabilityZoneRebalancing",
        "capacityProviderStrategy",
        "deploymentConfiguration",
        "enableECSManagedTags",
        "enableExecuteCommand",
    )

    def create_service(self: EC2ContainerServiceResponse):
        answer = create(self)
        service = answer.result["service"]
        for name in kept:
            value = self._get_param(name)
            if value is not None:
                setattr(service, camelcase_to_underscores(name), value)
        if not hasattr(service, "availability_zone_rebalancing"):
            service.availability_zone_rebalancing = "DISABLED"
        return answer

    EC2ContainerServiceResponse.create_service = create_service


def keep_composite_alarms() -> None:
    """PutCompositeAlarm; Moto has the alarm's rule, but not the action that sets it."""
    put = CloudWatchResponse.put_metric_alarm

    def put_composite_alarm(self: CloudWatchResponse):
        answer = put(self)
        name = self._get_param("AlarmName")
        alarm = self.cloudwatch_backend.get_alarms_by_alarm_names([name])[0]
        alarm.alarm_rule = self._get_param("AlarmRule")
        return answer

    CloudWatchResponse.put_composite_alarm = put_composite_alarm


def check_policies_of_callers_only() -> None:
    """Not signatures, which Moto reckons differently for encoded keys and streamed bodies, and not bucket policies: ours
    speak of services and of TLS, and Moto takes a condition it does not know for a denial."""
    check = IAMRequestBase.check_action_permitted

    def check_action(self: IAMRequestBase, resource: str) -> None:
        # AWS asks for sqs:DeleteMessage, whether one message goes or ten.
        if self._action.startswith("sqs:"):
            self._action = self._action.removesuffix("Batch")
        check(self, resource)

    IAMRequestBase.check_action_permitted = check_action
    IAMRequestBase.check_signature = lambda self: None
    FakeBucket.get_permission = lambda self, action, resource: PermissionResult.NEUTRAL


check_policies_of_callers_only()
keep_tags_of_autoscaling()
keep_composite_alarms()
keep_redrive_policies()
keep_settings_of_services()
main(["-H", "127.0.0.1", "-p", sys.argv[1]])
