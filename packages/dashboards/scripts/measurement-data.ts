import type { Random } from '@siem/log-generator';

const hourMs = 3_600_000;
const gib = 2 ** 30;
const shardsOf = 3;

const nodes = {
  hot: ['hot-1', 'hot-2', 'hot-3'],
  warm: ['warm-1', 'warm-2'],
} as const;

/** A year of four indexes: this month's grows, older ones are warm, the oldest cold. */
const names = ['log-aws-cloudtrail', 'log-aws-elb', 'log-aws-vpcflowlogs', 'log-aws-waf'];
const tiers = ['hot', 'hot', 'warm', 'warm', 'cold'] as const;

/** What the housekeeper measures of a domain with every storage tier, each hour of the day before `now`. */
export function* measurements(now: Date, random: Random): Generator<Record<string, unknown>> {
  const domain = tiers.flatMap((tier, age) =>
    names.map((name, i) => ({
      index: `${name}-${monthBefore(now, age)}`,
      tier,
      sizeInBytes: Math.round((20 + 40 * i + 30 * random.next()) * gib),
      createdAt: `${monthBefore(now, age)}-01T00:00:05.000Z`,
      grows: age === 0,
    })),
  );
  for (let hour = 24; hour > 0; hour--) {
    const at = new Date(now.getTime() - (hour - 0.5) * hourMs).toISOString();
    for (const { index, tier, sizeInBytes, createdAt, grows } of domain) {
      const size = Math.round(sizeInBytes * (grows ? 1 - hour / 100 : 1));
      const documents = Math.round(size / 400);
      const copies = tier === 'hot' ? 2 : 1;
      const state = {
        name: index,
        status: 'green',
        index_status: tier === 'cold' ? 'cold' : 'open',
        storage_tier: tier,
      };
      yield record(at, 'index', {
        index: {
          ...state,
          creation: { date: createdAt },
          shards: { primaries: shardsOf, total: shardsOf * copies },
          primaries: { docs: { count: documents }, store: { size_in_bytes: size } },
          total: { docs: { count: documents * copies }, store: { size_in_bytes: size * copies } },
        },
      });
      // Cold indexes are on no node.
      for (let copy = 0; tier !== 'cold' && copy < shardsOf * copies; copy++) {
        const node = nodes[tier][copy % nodes[tier].length]!;
        yield record(at, 'shard', {
          index: state,
          shard: {
            number: copy % shardsOf,
            primary: copy < shardsOf,
            state: 'STARTED',
            docs: { count: Math.round(documents / shardsOf) },
            store: { size_in_bytes: Math.round(size / shardsOf) },
            source_node: { name: node, uuid: node },
          },
        });
      }
    }
  }
}

function record(at: string, name: 'index' | 'shard', content: object): Record<string, unknown> {
  return {
    '@timestamp': at,
    '@log_type': 'index-metrics',
    opensearch: { cluster: { name: 'siem' }, ...content },
    metricset: { name, period: hourMs },
    event: { ingested: at, kind: 'metric', module: 'index-metrics' },
  };
}

function monthBefore(now: Date, months: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)).toISOString().slice(0, 7);
}
