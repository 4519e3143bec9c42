import type { Connection } from '../connection.ts';
import type { JsonObject, LiveObject } from '../model.ts';
import { askPlugin, type Driver, hasMark, pick } from './driver.ts';

const monitors = '/_plugins/_alerting/monitors';
const channels = '/_plugins/_notifications/configs';

export function channelDriver(connection: Connection): Driver {
  const plugin = 'Notifications';
  return {
    kind: 'channel',
    plugin,
    inServerless: false,
    showsUnmanaged: true,
    async list() {
      const body = await askPlugin(connection, plugin, 'GET', `${channels}?max_items=1000`);
      const configs = (body?.['config_list'] ?? []) as unknown as { config_id: string; config: JsonObject }[];
      return configs.map(
        ({ config_id, config }): LiveObject => ({
          name: config_id,
          id: config_id,
          body: config,
          isMarked: hasMark(config),
        }),
      );
    },
    comparable: (body) => {
      const type = String(body['config_type']);
      return pick(body, ['name', 'description', 'config_type', 'is_enabled', type]);
    },
    async put({ name, body }, live) {
      if (live === undefined) await connection.must('POST', channels, { config_id: name, config: body });
      else await connection.must('PUT', `${channels}/${encodeURIComponent(name)}`, { config: body });
      return name;
    },
    async remove({ name }) {
      await connection.must('DELETE', `${channels}/${encodeURIComponent(name)}`, undefined, { expected: [404] });
    },
  };
}

export function monitorDriver(connection: Connection): Driver {
  const plugin = 'Alerting';
  return {
    kind: 'monitor',
    plugin,
    inServerless: false,
    showsUnmanaged: true,
    async list() {
      const query = { size: 1000, seq_no_primary_term: true, query: { exists: { field: 'monitor' } } };
      const body = await askPlugin(connection, plugin, 'POST', `${monitors}/_search`, query);
      const { hits = [] } = (body?.['hits'] ?? {}) as { hits?: MonitorHit[] };
      return hits.map(({ _id, _source, _seq_no, _primary_term }): LiveObject => {
        const monitor = (_source['monitor'] ?? _source) as JsonObject;
        return {
          name: String(monitor['name']),
          id: _id,
          body: monitor,
          isMarked: (monitor['ui_metadata'] as JsonObject | undefined)?.['managed_by'] === 'siem',
          ...(_seq_no !== undefined && { version: { seqNo: _seq_no, primaryTerm: _primary_term! } }),
        };
      });
    },
    comparable: comparableMonitor,
    async put({ body }, live) {
      if (live === undefined) return String((await connection.must('POST', monitors, body)).body['_id']);
      const query =
        live.version === undefined
          ? ''
          : `?if_seq_no=${live.version.seqNo}&if_primary_term=${live.version.primaryTerm}`;
      await connection.must('PUT', `${monitors}/${live.id}${query}`, body);
      return live.id;
    },
    async remove({ id }) {
      await connection.must('DELETE', `${monitors}/${id}`, undefined, { expected: [404] });
    },
  };
}

interface MonitorHit {
  readonly _id: string;
  readonly _source: JsonObject;
  readonly _seq_no?: number;
  readonly _primary_term?: number;
}

/**
 * Alerting writes queries back in a longer form of its own, so that queries compare by the checksum that our mark carries,
 * and everything that people change in the user interface compares by value.
 */
function comparableMonitor(body: JsonObject): JsonObject {
  const { checksum } = (body['ui_metadata'] ?? {}) as JsonObject;
  const triggers = ((body['triggers'] ?? []) as JsonObject[]).map((wrapped) => {
    const trigger = (Object.values(wrapped)[0] ?? {}) as JsonObject;
    const actions = ((trigger['actions'] ?? []) as JsonObject[]).map((action) =>
      pick(action, ['name', 'destination_id']),
    );
    return { kind: Object.keys(wrapped)[0], ...pick(trigger, ['name', 'severity']), actions };
  });
  return { ...pick(body, ['name', 'monitor_type', 'enabled', 'schedule']), checksum, triggers };
}
