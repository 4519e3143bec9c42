import { isObject } from '../comparable.ts';
import type { Connection } from '../connection.ts';
import { BootstrapError, PluginUnavailableError } from '../errors.ts';
import type { Json, JsonObject, LiveObject } from '../model.ts';
import type { Driver } from './driver.ts';

const plugin = 'OpenSearch Dashboards';
/** Without a tenant, what a program imports is in its own private one, where nobody else sees it. */
const headers = { 'osd-xsrf': 'true', securitytenant: 'global' };
const boundary = 'siem-bootstrap-5d1f0c7a';

interface SavedObject {
  readonly type: string;
  readonly id: string;
  readonly attributes: JsonObject;
  readonly references?: readonly JsonObject[];
  readonly error?: JsonObject;
}

/**
 * One object of ours is one file: a dashboard with its panels, searches and index patterns, written and read as one.
 * @param dashboards the server of the user interface; undefined where the operator names none
 */
export function savedObjectsDriver(dashboards: Connection | undefined): Driver {
  const server = (): Connection => {
    if (dashboards !== undefined) return dashboards;
    throw new PluginUnavailableError(plugin, 'SIEM_DASHBOARDS_URL is not set');
  };
  return {
    kind: 'saved-objects',
    plugin,
    inServerless: true,
    showsUnmanaged: false,
    isSequential: true,
    async list(desired) {
      if (desired.length === 0) server();
      const live: LiveObject[] = [];
      for (const { name, body } of desired) {
        const wanted = objectsOf(body).map(({ type, id }) => ({ type, id }));
        const { body: answer } = await ask(server(), '/api/saved_objects/_bulk_get', wanted);
        const found = ((answer['saved_objects'] ?? []) as unknown as SavedObject[]).filter(
          ({ error }) => error === undefined,
        );
        // Index patterns and searches of the same id may be another dashboard's; the dashboard itself decides.
        const isThere = found.some(({ type }) => type === 'dashboard');
        if (isThere) live.push({ name, body: { objects: found as unknown as Json }, isMarked: undefined });
      }
      return live;
    },
    comparable: (body) =>
      Object.fromEntries(
        objectsOf(body).map(({ type, id, attributes, references }): [string, Json] => [
          `${type}/${id}`,
          { attributes: parsedAttributes(attributes), references: [...(references ?? [])].sort(byName) },
        ]),
      ),
    async put({ name, body }) {
      const lines = objectsOf(body).map((object) => JSON.stringify(object));
      const answer = await server().must(
        'POST',
        '/api/saved_objects/_import?overwrite=true',
        multipart(`${name}.ndjson`, `${lines.join('\n')}\n`),
        { headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` } },
      );
      if (answer.body['success'] === true) return undefined;
      throw new BootstrapError(
        'SIEM_BOOTSTRAP_REFUSED',
        `OpenSearch Dashboards imported ${answer.body['successCount'] ?? 0} of ${lines.length} objects of ${name}: ${JSON.stringify(answer.body['errors'] ?? []).slice(0, 500)}`,
      );
    },
    async remove({ body }) {
      for (const { type, id } of objectsOf(body)) {
        // Index patterns are shared by the dashboards and by what users have made with them.
        if (type === 'index-pattern') continue;
        const path = `/api/saved_objects/${type}/${encodeURIComponent(id)}`;
        await server().must('DELETE', path, undefined, { expected: [404], headers });
      }
    },
  };
}

async function ask(server: Connection, path: string, body: readonly JsonObject[]) {
  const answer = await server.send('POST', path, JSON.stringify(body), {
    ...headers,
    'content-type': 'application/json',
  });
  if (answer.status < 300) return answer;
  throw new PluginUnavailableError(plugin, `${server.url} answers ${answer.status} to ${path}`);
}

function objectsOf(body: JsonObject): SavedObject[] {
  return (body['objects'] ?? []) as unknown as SavedObject[];
}

/** JSON inside of texts compares as JSON: migrations of OpenSearch Dashboards write it anew. */
function parsedAttributes(attributes: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, parsed(value)]));
}

function parsed(value: Json | undefined): Json | undefined {
  if (isObject(value)) return parsedAttributes(value);
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

function byName(a: JsonObject, b: JsonObject): number {
  return String(a['name']) < String(b['name']) ? -1 : 1;
}

function multipart(file: string, content: string): string {
  return [
    `--${boundary}`,
    `Content-Disposition: form-data; name="file"; filename="${file}"`,
    'Content-Type: application/ndjson',
    '',
    content,
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
