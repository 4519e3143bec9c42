import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Client } from '@opensearch-project/opensearch';
import { applyTemplates } from '@siem/index-templates';
import {
  albLines,
  cloudTrailRecords,
  createWorld,
  Random,
  secureEnvelopes,
  vpcFlowHeader,
  vpcFlowLines,
} from '@siem/log-generator';
import { createSampleRunner, findSamples, readExpected } from '@siem/log-type-samples';
import { loadBuiltInLogType, logTypeNames, logTypesFolder } from '@siem/log-types';
import { seededRandom } from '@siem/test-support';
import { measurements } from './measurement-data.ts';

interface Document {
  index: string;
  id: string;
  source: Record<string, unknown>;
}

const hourMs = 3_600_000;
/** Of OpenSearch Alerting, which the test node does not have. */
const alertIndex = '.opendistro-alerting-alerts';
const named = { type: 'text', fields: { keyword: { type: 'keyword' } } } as const;
const keyword = { type: 'keyword' } as const;
const date = { type: 'date' } as const;
const alertFields = {
  monitor_id: keyword,
  monitor_name: named,
  trigger_name: named,
  state: keyword,
  severity: keyword,
  start_time: date,
  end_time: date,
  acknowledged_time: date,
  last_notification_time: date,
};
const bulkDocuments = 2000;

/** Templates, the sample documents of every log type spread over the last day, and a ledger of the objects they came in. */
export async function loadSampleData(client: Client, now: Date, copies = 1): Promise<void> {
  await applyTemplates(client);
  await client.indices.create({ index: alertIndex, body: { mappings: { properties: alertFields } } });
  const documents = [
    ...sampleDocuments(now, copies),
    ...(await generatedDocuments(now, 250 * copies)),
    ...ledgerDocuments(now),
    ...alertDocuments(now),
    ...measurementDocuments(now),
  ];
  for (let i = 0; i < documents.length; i += bulkDocuments) {
    const lines = documents
      .slice(i, i + bulkDocuments)
      .flatMap(({ index, id, source }) => [{ create: { _index: index, _id: id } }, source]);
    // Samples hold records that are wrong on purpose; what an index refuses is the worker's business, not a dashboard's.
    await client.bulk({ body: lines as never });
  }
  await client.indices.refresh({ index: `log-*,metrics-*,siem-*,${alertIndex}` });
}

/** Each sample's documents, at other times: more by day than by night, and denser for what there are few of. */
function* sampleDocuments(now: Date, copies: number): Generator<Document> {
  const random = seededRandom(11);
  for (const name of logTypeNames())
    for (const sample of findSamples(join(logTypesFolder, name), ''))
      for (const { _index, _id, _source } of readExpected(sample)?.documents.filter(isUsual) ?? [])
        for (let copy = 0; copy < copies; copy++) {
          const at = iso(now.getTime() - dayTime(random) * hourMs);
          yield moved(_index, `${copy}-${_id}`, _source as Record<string, unknown>, at);
        }
}

/** Samples also hold the largest numbers there are, beside which nothing else would show. */
function isUsual({ _source }: { _source: Record<string, unknown> }): boolean {
  const { bytes = 0 } = (_source['network'] ?? {}) as { bytes?: number };
  return Number(bytes) < 1e12;
}

/** A day of the four log types that the demo loads: with people, machines and an attack in them. */
async function generatedDocuments(now: Date, records: number): Promise<Document[]> {
  const random = new Random(3);
  const world = createWorld(random);
  // Before the clock of the sample runner; the times are moved afterwards.
  const startSeconds = Date.UTC(2026, 0, 29, 12) / 1000;
  const span = [startSeconds, 86_400] as const;
  const contents = {
    vpcflowlogs: [vpcFlowHeader, ...vpcFlowLines(random, world, records, ...span)].join('\n'),
    cloudtrail: JSON.stringify({ Records: cloudTrailRecords(random, world, records, ...span) }),
    alb: [...albLines(random, records, ...span)].join('\n'),
    'linux-secure': [...secureEnvelopes(random, world, records / 4, ...span)].join(''),
  };
  const runner = await createSampleRunner();
  const shiftMs = now.getTime() - (startSeconds + 86_400) * 1000;
  const documents: Document[] = [];
  for (const [name, content] of Object.entries(contents)) {
    const definition = await loadBuiltInLogType(name);
    const sample = { name, file: name, expectedFile: name, key: definition.exampleKey };
    const result = await runner.runContent(Buffer.from(`${content}\n`), sample, definition);
    for (const { _index, _id, _source } of result.documents) {
      const at = iso(Date.parse(String(_source['@timestamp'])) + shiftMs);
      documents.push(moved(_index, `generated-${_id}`, _source, at));
    }
  }
  return documents;
}

function moved(index: string, id: string, source: Record<string, unknown>, at: string): Document {
  return {
    index: index.replace(/-\d{4}-\d{2}$/, `-${at.slice(0, 7)}`),
    id,
    source: { ...source, ...marks(source), '@timestamp': at, event: { ...(source['event'] as object), ingested: at } },
  };
}

/** Where the attacks of the generated logs come from. */
const attackers = '185.220.101.';

/** What a worker with threat lists and detection rules would add; the samples are mapped without either. */
function marks(source: Record<string, unknown>): Record<string, unknown> {
  const { ip } = (source['source'] ?? {}) as { ip?: string };
  if (ip?.startsWith(attackers) !== true) return {};
  const { outcome } = (source['event'] ?? {}) as { outcome?: string };
  const rule =
    outcome === 'failure'
      ? { id: 'example-refused', name: 'Refused access from a listed address', severity: 'medium' }
      : { id: 'example-accepted', name: 'Access from a listed address', severity: 'high' };
  return {
    threat: { matched: { providers: ['Example list'], types: ['ipv4-addr'], indicators: [ip], names: ['relays'] } },
    siem: { detection: rule },
  };
}

function* measurementDocuments(now: Date): Generator<Document> {
  let id = 0;
  for (const source of measurements(now, new Random(13))) {
    const month = String(source['@timestamp']).slice(0, 7);
    yield { index: `metrics-opensearch-index-${month}`, id: `measured-${id++}`, source };
  }
}

/** Hours ago, up to 24; twice as likely in the middle. */
function dayTime(random: () => number): number {
  return 12 * (random() + random());
}

function* ledgerDocuments(now: Date): Generator<Document> {
  const random = seededRandom(7);
  for (const logType of logTypeNames())
    for (let i = 0; i < 12; i++) {
      const finished = now.getTime() - dayTime(random) * hourMs;
      const read = Math.ceil(20_000 * random() ** 2);
      const deadLettered = random() < 0.02 ? 3 : 0;
      const duplicate = random() < 0.05 ? read - deadLettered : 0;
      const excluded = random() < 0.1 ? Math.floor((read - deadLettered - duplicate) / 20) : 0;
      const lagMs = Math.round(2_000 + 60_000 * random() ** 3);
      const id = createHash('md5').update(`${logType}${i}`).digest('hex');
      yield {
        index: `siem-ledger-${new Date(finished).toISOString().slice(0, 7)}`,
        id,
        source: {
          '@timestamp': iso(finished),
          bucket: 'siem-log',
          key: `AWSLogs/111122223333/${logType}/eu-west-1/${id}.gz`,
          log_type: logType,
          outcome: deadLettered > 0 && random() < 0.5 ? 'unreadable' : 'loaded',
          account_id: random() < 0.7 ? '111122223333' : '444455556666',
          region: random() < 0.8 ? 'eu-west-1' : 'us-east-1',
          read,
          indexed: read - deadLettered - duplicate - excluded,
          duplicate,
          excluded,
          dead_lettered: deadLettered,
          safe_form: 0,
          ...(excluded > 0 && { excluded_by_rule: { 'health checks': excluded } }),
          bytes: read * 480,
          size_bytes: read * 60,
          balances: true,
          first_event_at: iso(finished - lagMs - hourMs / 12),
          last_event_at: iso(finished - lagMs),
          notified_at: iso(finished - lagMs),
          started_at: iso(finished - 900),
          finished_at: iso(finished),
          lag_ms: lagMs,
          duration_ms: Math.round(200 + read / 10),
          parser_version: 'siem/0.1.0',
          worker: `worker-${1 + Math.floor(random() * 3)}`,
        },
      };
    }
}

function* alertDocuments(now: Date): Generator<Document> {
  const random = seededRandom(5);
  const monitors = ['Console login without MFA', 'Logging was stopped', 'A log type is silent', 'Root user is used'];
  const states = ['ACTIVE', 'ACTIVE', 'ACKNOWLEDGED', 'COMPLETED', 'COMPLETED', 'ERROR'];
  for (let i = 0; i < 60; i++) {
    const monitor = Math.floor(random() * monitors.length);
    const started = now.getTime() - dayTime(random) * hourMs;
    yield {
      index: alertIndex,
      id: String(i),
      source: {
        monitor_id: String(monitor),
        monitor_name: monitors[monitor],
        trigger_name: 'found',
        state: states[Math.floor(random() * states.length)],
        severity: String(1 + (monitor % 4)),
        start_time: started,
        last_notification_time: started,
      },
    };
  }
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
