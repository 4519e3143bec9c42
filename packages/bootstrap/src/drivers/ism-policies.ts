import { isObject } from '../comparable.ts';
import type { Connection } from '../connection.ts';
import type { Json, JsonObject, LiveObject } from '../model.ts';
import { askPlugin, type Driver, hasMark, pick } from './driver.ts';

const plugin = 'Index State Management';

export function ismPolicyDriver(connection: Connection): Driver {
  const path = (name: string) => `/_plugins/_ism/policies/${encodeURIComponent(name)}`;
  return {
    kind: 'ism-policy',
    plugin,
    inServerless: false,
    showsUnmanaged: true,
    async list() {
      const body = await askPlugin(connection, plugin, 'GET', '/_plugins/_ism/policies?size=1000');
      const policies = (body?.['policies'] ?? []) as unknown as PolicyAnswer[];
      return policies.map(
        ({ _id, _seq_no, _primary_term, policy }): LiveObject => ({
          name: _id,
          body: { policy },
          isMarked: hasMark(policy),
          version: { seqNo: _seq_no, primaryTerm: _primary_term },
        }),
      );
    },
    comparable: ({ policy }) => comparablePolicy(policy as JsonObject),
    async put({ name, body }, live) {
      const { seqNo, primaryTerm } = live?.version ?? {};
      const query = live === undefined ? '' : `?if_seq_no=${seqNo}&if_primary_term=${primaryTerm}`;
      await connection.must('PUT', `${path(name)}${query}`, body);
      return undefined;
    },
    async remove({ name }) {
      await connection.must('DELETE', path(name), undefined, { expected: [404] });
    },
  };
}

interface PolicyAnswer {
  readonly _id: string;
  readonly _seq_no: number;
  readonly _primary_term: number;
  readonly policy: JsonObject;
}

/** Without what ISM adds: times, versions, and the defaults of actions. */
function comparablePolicy(policy: JsonObject): JsonObject {
  const templates = [policy['ism_template'] ?? []].flat() as JsonObject[];
  return {
    ...pick(policy, ['description', 'default_state', 'error_notification']),
    ism_template: templates.map((template) => pick(template, ['index_patterns', 'priority'])),
    states: ((policy['states'] ?? []) as JsonObject[]).map((state) => ({
      ...state,
      actions: ((state['actions'] ?? []) as JsonObject[]).map(withoutDefaults),
    })),
  };
}

const defaultRetry = JSON.stringify({ count: 3, backoff: 'exponential', delay: '1m' });

function withoutDefaults(action: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(action)
      .filter(([name, value]) => !(name === 'retry' && JSON.stringify(value) === defaultRetry))
      .map(([name, value]): [string, Json | undefined] => [name, isObject(value) ? dropDefaults(value) : value]),
  );
}

/** What ISM writes beside the parameters of `rollover` and `cold_migration`. */
const defaultParameters: Readonly<Record<string, Json>> = { copy_alias: false, ignore: 'none' };

function dropDefaults(parameters: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(parameters).filter(([name, value]) => value !== null && value !== defaultParameters[name]),
  );
}
