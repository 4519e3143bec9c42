// One-shot of docker-compose.yml: the buckets and queues that `startStack` makes on the other backend.
import { createResources, localAwsClients } from '../resources.ts';

const endpoint = process.env['AWS_ENDPOINT_URL'];
if (!endpoint) {
  console.error('AWS_ENDPOINT_URL is not set; it must be the URL of the AWS emulator');
  process.exit(2);
}
console.log(JSON.stringify(await createResources(localAwsClients(endpoint))));
process.exit(0);
