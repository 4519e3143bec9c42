/** Where findings of the different actions keep the remote address and what GuardDuty knows about it. */
export const remoteIpDetails = [
  'service.action.awsApiCallAction.remoteIpDetails',
  'service.action.networkConnectionAction.remoteIpDetails',
  'service.action.portProbeAction.portProbeDetails.0.remoteIpDetails',
  'service.action.kubernetesApiCallAction.remoteIpDetails',
  'service.action.rdsLoginAttemptAction.remoteIpDetails',
] as const;
