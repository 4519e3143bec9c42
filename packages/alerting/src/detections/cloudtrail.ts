import type { Detection } from '../detection.ts';

const indices = ['log-aws-cloudtrail-*'];
const succeeded = 'NOT _exists_:errorCode';

export const cloudTrailDetections: readonly Detection[] = [
  {
    kind: 'document',
    name: 'cloudtrail-changes',
    title: 'Change that weakens the protection of an account',
    advice: 'Ask who is named in user.name whether this was planned; if not, revoke the session and undo the change.',
    severity: '1',
    technique: 'T1562',
    indices,
    everyMinutes: 5,
    rules: [
      {
        name: 'root-login',
        title: 'The root user logged in',
        severity: '1',
        query: 'userIdentity.type:"Root" AND eventName:"ConsoleLogin"',
      },
      {
        name: 'root-key',
        title: 'The root user has a new access key',
        severity: '1',
        query: 'userIdentity.type:"Root" AND eventName:"CreateAccessKey"',
      },
      {
        name: 'trail-stopped',
        title: 'CloudTrail was stopped or narrowed',
        severity: '1',
        query:
          'eventSource:"cloudtrail.amazonaws.com" AND eventName:("StopLogging" OR "DeleteTrail" OR "UpdateTrail" OR "PutEventSelectors" OR "DeleteEventDataStore")',
      },
      {
        name: 'guardduty-stopped',
        title: 'GuardDuty was turned off or lost a member',
        severity: '1',
        query:
          'eventSource:"guardduty.amazonaws.com" AND eventName:("DeleteDetector" OR "StopMonitoringMembers" OR "DisassociateMembers" OR "DisassociateFromAdministratorAccount" OR "DeleteMembers")',
      },
      {
        name: 'securityhub-stopped',
        title: 'Security Hub was turned off',
        severity: '2',
        query:
          'eventSource:"securityhub.amazonaws.com" AND eventName:("DisableSecurityHub" OR "DeleteMembers" OR "DisassociateMembers")',
      },
      {
        name: 'config-stopped',
        title: 'AWS Config was stopped',
        severity: '2',
        query:
          'eventSource:"config.amazonaws.com" AND eventName:("StopConfigurationRecorder" OR "DeleteConfigurationRecorder" OR "DeleteDeliveryChannel")',
      },
      {
        name: 'flow-logs-deleted',
        title: 'VPC flow logs were deleted',
        severity: '2',
        query: 'eventSource:"ec2.amazonaws.com" AND eventName:"DeleteFlowLogs"',
      },
      {
        name: 'kms-key-deletion',
        title: 'A KMS key is to be deleted or was disabled',
        severity: '2',
        query: 'eventSource:"kms.amazonaws.com" AND eventName:("ScheduleKeyDeletion" OR "DisableKey")',
      },
      {
        name: 'mfa-removed',
        title: 'A second factor was removed',
        severity: '2',
        query: 'eventSource:"iam.amazonaws.com" AND eventName:("DeactivateMFADevice" OR "DeleteVirtualMFADevice")',
      },
      {
        name: 'backup-deleted',
        title: 'Backups were deleted',
        severity: '2',
        query:
          'eventSource:"backup.amazonaws.com" AND eventName:("DeleteBackupVault" OR "DeleteRecoveryPoint" OR "DeleteBackupPlan")',
      },
      {
        name: 'organization-left',
        title: 'An account leaves the organization',
        severity: '1',
        query:
          'eventSource:"organizations.amazonaws.com" AND eventName:("LeaveOrganization" OR "RemoveAccountFromOrganization")',
      },
    ],
  },
  {
    kind: 'query',
    name: 'console-login-without-mfa',
    title: 'Console login without a second factor',
    advice: 'Require MFA for this user; check what the session did, by its access key in user.id.',
    severity: '2',
    technique: 'T1078.004',
    indices,
    everyMinutes: 5,
    query:
      'eventName:"ConsoleLogin" AND responseElements.ConsoleLogin:"Success" AND additionalEventData.MFAUsed:"No" AND userIdentity.type:("IAMUser" OR "Root")',
  },
  {
    kind: 'bucket',
    name: 'console-failures-then-success',
    title: 'Console login after many failures',
    advice: 'Lock the user, ask the person, and look at what the session did since.',
    severity: '1',
    technique: 'T1110',
    indices,
    everyMinutes: 10,
    windowMinutes: 120,
    query: 'eventName:"ConsoleLogin"',
    groupBy: ['user.name'],
    metrics: { failures: { matching: 'event.outcome:"failure"' }, successes: { matching: 'event.outcome:"success"' } },
    condition: 'params.failures >= 5 && params.successes > 0',
  },
  {
    kind: 'bucket',
    name: 'access-denied-burst',
    title: 'Somebody tries what is not allowed, many times',
    advice:
      'Often a broken deployment; if not, somebody explores stolen credentials: disable the access key in user.id.',
    severity: '3',
    technique: 'T1580',
    indices,
    everyMinutes: 15,
    query: 'errorCode:("AccessDenied" OR "AccessDeniedException" OR "Client.UnauthorizedOperation")',
    groupBy: ['cloud.account.id', 'user.name'],
    metrics: { calls: { distinct: 'eventName' } },
    condition: 'params.count >= 50 && params.calls >= 5',
  },
  {
    kind: 'query',
    name: 'security-group-opened',
    title: 'A security group was opened to the whole internet',
    advice: 'Close it unless it is a public service on 80 or 443: aws ec2 revoke-security-group-ingress.',
    severity: '2',
    technique: 'T1562.007',
    indices,
    everyMinutes: 5,
    query: `eventName:("AuthorizeSecurityGroupIngress" OR "ModifySecurityGroupRules") AND requestParameters:("0.0.0.0/0" OR "::/0") AND ${succeeded}`,
  },
  {
    kind: 'query',
    name: 'admin-policy-attached',
    title: 'Somebody was made administrator',
    advice: 'Check who did it and for whom; detach the policy unless it was planned.',
    severity: '1',
    technique: 'T1098.003',
    indices,
    everyMinutes: 5,
    query: `eventName:("AttachUserPolicy" OR "AttachRolePolicy" OR "AttachGroupPolicy") AND requestParameters.policyArn:("arn:aws:iam::aws:policy/AdministratorAccess" OR "arn:aws:iam::aws:policy/IAMFullAccess" OR "arn:aws:iam::aws:policy/PowerUserAccess") AND ${succeeded}`,
  },
  {
    kind: 'query',
    name: 's3-public',
    title: 'An S3 bucket may be public now',
    advice: 'Put the public access block back unless the bucket serves a public site.',
    severity: '2',
    technique: 'T1530',
    indices,
    everyMinutes: 5,
    query: `eventSource:("s3.amazonaws.com" OR "s3-control.amazonaws.com") AND (eventName:("DeleteBucketPublicAccessBlock" OR "DeleteAccountPublicAccessBlock" OR "DeletePublicAccessBlock") OR (eventName:("PutBucketAcl" OR "PutObjectAcl" OR "CreateBucket") AND requestParameters:("public-read" OR "public-read-write" OR "http://acs.amazonaws.com/groups/global/AllUsers" OR "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"))) AND ${succeeded}`,
  },
  {
    kind: 'query',
    name: 'snapshot-shared',
    title: 'A snapshot or image was shared outside the account',
    advice: 'Check the account it went to; take the permission back unless it is yours.',
    severity: '2',
    technique: 'T1537',
    indices,
    everyMinutes: 5,
    // Objects exist where one of their values does.
    query: `eventName:("ModifySnapshotAttribute" OR "ModifyImageAttribute" OR "ModifyDBSnapshotAttribute") AND (_exists_:requestParameters.createVolumePermission.add.items.userId OR _exists_:requestParameters.createVolumePermission.add.items.group OR _exists_:requestParameters.launchPermission.add.items.userId OR _exists_:requestParameters.launchPermission.add.items.group OR _exists_:requestParameters.valuesToAdd) AND ${succeeded}`,
  },
];
