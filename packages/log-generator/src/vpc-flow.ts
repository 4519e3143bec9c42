import type { Random } from './random.ts';
import { attacker, privateAddress, publicAddress, type World } from './world.ts';

export const vpcFlowHeader =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

const services = [443, 443, 443, 80, 53, 22, 3306, 5432, 6379, 8080, 9200, 3389, 123];

/** Lines of the default format, version 2, without the header. @param startSeconds epoch of the first record */
export function* vpcFlowLines(
  random: Random,
  world: World,
  count: number,
  startSeconds: number,
  spanSeconds: number,
): Generator<string> {
  for (let i = 0; i < count; i++) {
    const nic = random.pick(world.interfaces);
    const start = startSeconds + Math.floor((i / count) * spanSeconds);
    if (random.chance(0.01)) {
      yield `2 ${nic.account} ${nic.id} - - - - - - - ${start} ${start + 60} - ${random.chance(0.9) ? 'NODATA' : 'SKIPDATA'}`;
      continue;
    }
    const scan = random.chance(0.004);
    const inbound = scan || random.chance(0.5);
    const peer = scan ? attacker.guessing : random.chance(0.4) ? publicAddress(random) : privateAddress(random);
    const protocol = scan || random.chance(0.8) ? 6 : random.chance(0.85) ? 17 : 1;
    const service = scan ? random.integer(1, 1024) : random.pick(services);
    const [sourcePort, destinationPort] =
      protocol === 1
        ? [0, 0]
        : inbound
          ? [random.integer(1024, 65_535), service]
          : [service, random.integer(1024, 65_535)];
    const packets = scan ? 1 : random.chance(0.7) ? random.integer(1, 20) : random.integer(20, 5000);
    const bytes = packets * random.integer(40, 1400);
    const action = scan || random.chance(0.12) ? 'REJECT' : 'ACCEPT';
    const [from, to] = inbound ? [peer, nic.ip] : [nic.ip, peer];
    yield `2 ${nic.account} ${nic.id} ${from} ${to} ${sourcePort} ${destinationPort} ${protocol} ${packets} ${bytes} ${start} ${start + random.integer(1, 60)} ${action} OK`;
  }
}
