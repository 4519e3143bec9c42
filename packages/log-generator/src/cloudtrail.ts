import type { Random } from './random.ts';
import { attacker, privateAddress, publicAddress, type World } from './world.ts';

type Json = Record<string, unknown>;

const userAgents = [
  'aws-cli/2.22.7 md/awscrt#0.23.4 ua/2.0 os/linux#6.1.119 md/arch#x86_64 lang/python#3.12.6 md/pyimpl#CPython',
  'Boto3/1.35.90 md/Botocore#1.35.90 ua/2.0 os/linux#5.10.230 md/arch#aarch64 lang/python#3.11.10',
  'APN/1.0 HashiCorp/1.0 Terraform/1.10.3 (+https://www.terraform.io) terraform-provider-aws/5.82.2',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'aws-sdk-go-v2/1.32.7 os/linux lang/go#1.23.4 md/GOOS#linux md/GOARCH#arm64 api/s3#1.71.1',
  'cloudformation.amazonaws.com',
];

interface Call {
  source: string;
  name: string;
  readOnly: boolean;
  request(random: Random, world: World): Json | null;
  response(random: Random): Json | null;
}

const calls: readonly Call[] = [
  {
    source: 'ec2.amazonaws.com',
    name: 'DescribeInstances',
    readOnly: true,
    request: (random) => ({
      maxResults: random.integer(5, 1000),
      filterSet: { items: [{ name: 'instance-state-name', valueSet: { items: [{ value: 'running' }] } }] },
    }),
    response: () => null,
  },
  {
    source: 's3.amazonaws.com',
    name: 'GetObject',
    readOnly: true,
    request: (random) => {
      const bucketName = `data-${random.pick(['lake', 'logs', 'backup'])}-${random.integer(1, 40)}`;
      return {
        bucketName,
        Host: `${bucketName}.s3.eu-west-1.amazonaws.com`,
        key: `year=2026/part-${random.hex(12)}.parquet`,
      };
    },
    response: () => null,
  },
  {
    source: 'sts.amazonaws.com',
    name: 'AssumeRole',
    readOnly: true,
    request: (random, world) => {
      const role = random.pick(world.roles);
      return {
        roleArn: `arn:aws:iam::${role.account}:role/${role.name}`,
        roleSessionName: `session-${random.hex(6)}`,
        durationSeconds: 3600,
      };
    },
    response: (random) => ({
      credentials: {
        accessKeyId: random.id('ASIA', 20),
        sessionToken: random.hex(220),
        expiration: 'Jan 30, 2026, 1:15:00 PM',
      },
    }),
  },
  {
    source: 'ec2.amazonaws.com',
    name: 'RunInstances',
    readOnly: false,
    request: (random) => ({
      instancesSet: { items: [{ imageId: `ami-${random.hex(17)}`, minCount: 1, maxCount: 1 }] },
      instanceType: random.pick(['t4g.small', 'm7g.large', 'c7g.xlarge']),
      monitoring: { enabled: random.chance(0.5) },
    }),
    response: (random) => ({
      reservationId: `r-${random.hex(17)}`,
      instancesSet: {
        items: [
          {
            instanceId: `i-${random.hex(17)}`,
            privateIpAddress: privateAddress(random),
            instanceState: { code: 0, name: 'pending' },
          },
        ],
      },
    }),
  },
  {
    source: 'iam.amazonaws.com',
    name: 'CreateUser',
    readOnly: false,
    request: (random) => ({
      userName: `svc-${random.hex(6)}`,
      tags: [{ key: 'team', value: random.pick(['shop', 'data', 'platform']) }],
    }),
    response: (random) => ({
      user: { path: '/', userId: random.id('AIDA', 21), createDate: 'Jan 30, 2026, 10:15:00 AM' },
    }),
  },
  {
    source: 'kms.amazonaws.com',
    name: 'Decrypt',
    readOnly: true,
    request: (random) => ({
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::data-lake-${random.integer(1, 40)}/k/${random.hex(16)}` },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    }),
    response: () => null,
  },
];

/** Records as in a trail's file. In the last third the story happens: guessed passwords, then a login from elsewhere. */
export function cloudTrailRecords(
  random: Random,
  world: World,
  count: number,
  startSeconds: number,
  spanSeconds: number,
): Json[] {
  const failures = Math.min(60, Math.floor(count / 50));
  const storyAt = Math.floor(count * 0.7);
  return Array.from({ length: count }, (_, i) => {
    const time = new Date((startSeconds + Math.floor((i / count) * spanSeconds)) * 1000)
      .toISOString()
      .replace('.000', '');
    if (i >= storyAt && i < storyAt + failures * 3 && (i - storyAt) % 3 === 0)
      return login(random, world, time, attacker.guessing, attacker.victim, false);
    if (failures > 0 && i === storyAt + failures * 3 + 1)
      return login(random, world, time, attacker.login, attacker.victim, true);
    if (random.chance(0.01)) {
      const person = random.pick(world.people);
      return login(random, world, time, person.ip, person.name, random.chance(0.9));
    }
    return apiCall(random, world, time);
  });
}

function login(random: Random, world: World, eventTime: string, ip: string, userName: string, success: boolean): Json {
  const account = world.accounts[0]!;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: random.id('AIDA', 21),
      arn: `arn:aws:iam::${account}:user/${userName}`,
      accountId: account,
      userName,
    },
    eventTime,
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: 'us-east-1',
    sourceIPAddress: ip,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:134.0) Gecko/20100101 Firefox/134.0',
    ...(success ? {} : { errorMessage: 'Failed authentication' }),
    requestParameters: null,
    responseElements: { ConsoleLogin: success ? 'Success' : 'Failure' },
    additionalEventData: { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' },
    eventID: random.uuid(),
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}

function apiCall(random: Random, world: World, eventTime: string): Json {
  const role = random.pick(world.roles);
  const call = random.pick(calls);
  const denied = random.chance(0.06);
  const session = `session-${random.hex(8)}`;
  const arn = `arn:aws:sts::${role.account}:assumed-role/${role.name}/${session}`;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${role.id}:${session}`,
      arn,
      accountId: role.account,
      accessKeyId: random.id('ASIA', 20),
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: role.id,
          arn: `arn:aws:iam::${role.account}:role/${role.name}`,
          accountId: role.account,
          userName: role.name,
        },
        webIdFederationData: {},
        attributes: { creationDate: eventTime, mfaAuthenticated: 'false' },
      },
    },
    eventTime,
    eventSource: call.source,
    eventName: call.name,
    awsRegion: random.pick(world.regions),
    sourceIPAddress: random.chance(0.75) ? publicAddress(random) : call.source,
    userAgent: random.pick(userAgents),
    ...(denied
      ? {
          errorCode: 'AccessDenied',
          errorMessage: `User: ${arn} is not authorized to perform: ${call.source.split('.')[0]}:${call.name}`,
        }
      : {}),
    requestParameters: call.request(random, world),
    responseElements: denied ? null : call.response(random),
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: call.readOnly,
    resources: [
      {
        accountId: role.account,
        type: 'AWS::S3::Object',
        ARN: `arn:aws:s3:::data-lake-${random.integer(1, 40)}/${random.hex(24)}`,
      },
    ],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: role.account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: call.source.replace('.amazonaws', '.eu-west-1.amazonaws'),
    },
  };
}
