import type { Random } from '@siem/log-generator';

const address = (random: Random) => `203.0.113.${random.integer(1, 254)}`;

export function vpcFlowRecord(token: string, seconds: number, random: Random): string {
  return `2 111122223333 eni-${token} 10.0.1.${random.integer(4, 254)} ${address(random)} ${random.integer(1024, 65_535)} 443 6 ${random.integer(1, 90)} ${random.integer(90, 90_000)} ${seconds} ${seconds + 60} ACCEPT OK`;
}

export function cloudTrailRecord(token: string, seconds: number, random: Random): string {
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      userName: 'alice',
    },
    eventTime: new Date(seconds * 1000).toISOString().replace('.000', ''),
    eventSource: 's3.amazonaws.com',
    eventName: random.pick(['GetObject', 'PutObject', 'ListBucket']),
    awsRegion: 'eu-west-1',
    sourceIPAddress: address(random),
    userAgent: 'aws-cli/2.22.7',
    requestParameters: { bucketName: 'data', key: `part-${random.hex(12)}` },
    responseElements: null,
    eventID: token,
    readOnly: true,
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
  });
}

export function albRecord(token: string, seconds: number, random: Random): string {
  const time = new Date(seconds * 1000).toISOString().replace('Z', '000Z');
  const group = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef';
  return `https ${time} app/shop/50dc6c495c0c9188 ${address(random)}:${random.integer(1024, 65_535)} 10.0.0.7:8080 0.001 0.020 0.000 200 200 ${random.integer(30, 2000)} ${random.integer(100, 90_000)} "GET https://shop.example.com:443/p/${random.integer(1, 999)} HTTP/1.1" "curl/8.5.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ${group} "Root=1-67890abc-${token}" "shop.example.com" "-" 0 ${time} "forward" "-" "-" "10.0.0.7:8080" "200" "-" "-" TID_${random.hex(32)}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function secureRecord(token: string, seconds: number, random: Random): string {
  const time = new Date(seconds * 1000);
  const stamp = `${months[time.getUTCMonth()]} ${String(time.getUTCDate()).padStart(2)} ${time.toISOString().slice(11, 19)}`;
  return `${stamp} web-1 sshd[${random.integer(1000, 30_000)}]: Failed password for invalid user ${token} from ${address(random)} port ${random.integer(1024, 65_535)} ssh2`;
}
