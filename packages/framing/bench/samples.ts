import { Buffer } from 'node:buffer';

/** Made-up logs of realistic shape and size, the same in every run. */
export function cloudTrailRecord(index: number): Record<string, unknown> {
  const account = String(100_000_000_000 + ((index * 7919) % 899_999_999_999));
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE${index}:session-${index % 97}`,
      arn: `arn:aws:sts::${account}:assumed-role/Deployment/session-${index % 97}`,
      accountId: account,
      accessKeyId: `ASIAEXAMPLE${index}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROAEXAMPLE${index}`,
          arn: `arn:aws:iam::${account}:role/Deployment`,
          accountId: account,
          userName: 'Deployment',
        },
        attributes: { creationDate: '2024-03-01T09:12:44Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: `2024-03-01T10:${String(index % 60).padStart(2, '0')}:07Z`,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'eu-central-1',
    sourceIPAddress: `198.51.100.${index % 256}`,
    userAgent: 'aws-cli/2.15.0 Python/3.11.6 Linux/6.1.0 exe/x86_64 prompt/off command/ec2.describe-instances',
    requestParameters: {
      maxResults: 1000,
      instancesSet: {},
      filterSet: {
        items: [
          { name: 'tag:Name', valueSet: { items: [{ value: `web-${index % 31}` }, { value: 'db "primary"' }] } },
          { name: 'instance-state-name', valueSet: { items: [{ value: 'running' }] } },
        ],
      },
    },
    responseElements: null,
    requestID: `00000000-1111-2222-3333-${String(index).padStart(12, '0')}`,
    eventID: `44444444-5555-6666-7777-${String(index).padStart(12, '0')}`,
    readOnly: true,
    resources: [
      { accountId: account, type: 'AWS::EC2::Instance', ARN: `arn:aws:ec2:eu-central-1:${account}:instance/*` },
    ],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: 'ec2.eu-central-1.amazonaws.com',
    },
  };
}

export function cloudTrailNdjson(records: number): Buffer {
  return Buffer.from(
    Array.from({ length: records }, (_, index) => `${JSON.stringify(cloudTrailRecord(index))}\n`).join(''),
  );
}

export function cloudTrailFile(records: number): Buffer {
  return Buffer.from(
    JSON.stringify({ Records: Array.from({ length: records }, (_, index) => cloudTrailRecord(index)) }),
  );
}

export function vpcFlowLines(lines: number): Buffer {
  const header =
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n';
  const line = (index: number) =>
    `2 123456789012 eni-0a1b2c3d${index % 10} 10.0.${index % 256}.${(index * 7) % 256} 198.51.100.${(index * 13) % 256} ` +
    `${1024 + (index % 60_000)} 443 6 ${1 + (index % 50)} ${400 + ((index * 31) % 90_000)} ${1_700_000_000 + index} ${1_700_000_060 + index} ACCEPT OK\n`;
  return Buffer.from(header + Array.from({ length: lines }, (_, index) => line(index)).join(''));
}
