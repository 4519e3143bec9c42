import { monthDay } from './month-day.ts';
import type { Random } from './random.ts';
import { attacker, publicAddress, type World } from './world.ts';

/** CloudWatch Logs subscription values, as Firehose writes them one behind the other, with lines of /var/log/secure. */
export function* secureEnvelopes(
  random: Random,
  world: World,
  count: number,
  startSeconds: number,
  spanSeconds: number,
): Generator<string> {
  const perEnvelope = 100;
  for (let first = 0; first < count; first += perEnvelope) {
    const instance = `i-${random.hex(17)}`;
    const logEvents = Array.from({ length: Math.min(perEnvelope, count - first) }, (_, i) => {
      const seconds = startSeconds + Math.floor(((first + i) / count) * spanSeconds);
      return {
        id: `39${String(seconds)}${random.hex(8)}${String(first + i).padStart(8, '0')}`,
        timestamp: seconds * 1000,
        message: line(random, world, seconds),
      };
    });
    yield JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      logGroup: '/ec2/linux/secure',
      logStream: instance,
      subscriptionFilters: ['siem'],
      logEvents,
    });
  }
}

function line(random: Random, world: World, seconds: number): string {
  const head = `${monthDay(seconds)} web-${random.integer(1, 9)} sshd[${random.integer(1000, 30_000)}]:`;
  const port = random.integer(1024, 65_535);
  const person = random.pick(world.people);
  return random.pick([
    `${head} Failed password for invalid user ${random.pick(['admin', 'oracle', 'test'])} from ${attacker.guessing} port ${port} ssh2`,
    `${head} Failed password for root from ${publicAddress(random)} port ${port} ssh2`,
    `${head} Accepted publickey for ${person.name} from ${person.ip} port ${port} ssh2: ED25519 SHA256:${random.hex(20)}`,
    `${head} Disconnected from ${person.ip} port ${port}`,
    `${head} pam_unix(sshd:session): session opened for user ${person.name} by (uid=0)`,
    `${monthDay(seconds)} web-${random.integer(1, 9)} sudo: ${person.name} : TTY=pts/0 ; PWD=/home/${person.name} ; USER=root ; COMMAND=/bin/systemctl restart web`,
  ]);
}
