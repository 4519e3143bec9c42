import { isObject } from '../comparable.ts';
import type { Connection } from '../connection.ts';
import { BootstrapError, PluginUnavailableError } from '../errors.ts';
import type { Json, JsonObject, LiveObject } from '../model.ts';
import type { Driver } from './driver.ts';
import { comparablePattern, mergedPattern, narrowedPattern } from './index-pattern-fields.ts';

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
        const found = await bulkGet(server(), objectsOf(body));
        // Index patterns and searches of the same id may be another dashboard's; the dashboard itself decides.
        const isThere = found.some(({ type }) => type === 'dashboard');
        const ours = withoutOthersFields(found, objectsOf(body));
        if (isThere) live.push({ name, body: { objects: ours as unknown as Json }, isMarked: undefined });
      }
      return live;
    },
    comparable: (body) =>
      Object.fromEntries(
        objectsOf(body).map(({ type, id, attributes, references }): [string, Json] => [
          `${type}/${id}`,
          {
            attributes: type === 'index-pattern' ? comparablePattern(attributes) : parsedAttributes(attributes),
            references: [...(references ?? [])].sort(byName),
          },
        ]),
      ),
    async put({ name, body }) {
      const lines = (await withOthersFields(server(), objectsOf(body))).map((object) => JSON.stringify(object));
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

function withoutOthersFields(found: readonly SavedObject[], desired: readonly SavedObject[]): SavedObject[] {
  return found.map((object) => {
    const ours = patternOf(object, desired);
    return ours === undefined ? object : { ...object, attributes: narrowedPattern(object.attributes, ours) };
  });
}

/** An import replaces the whole pattern, so what others have added to it goes along. */
async function withOthersFields(server: Connection, desired: readonly SavedObject[]): Promise<SavedObject[]> {
  const found = await bulkGet(
    server,
    desired.filter(({ type }) => type === 'index-pattern'),
  );
  return desired.map((object) => {
    const live = patternOf(object, found);
    return live === undefined ? object : { ...object, attributes: mergedPattern(object.attributes, live) };
  });
}

/** Attributes of the same index pattern among others; undefined for all other objects. */
function patternOf({ type, id }: SavedObject, objects: readonly SavedObject[]): JsonObject | undefined {
  if (type !== 'index-pattern') return undefined;
  return objects.find((other) => other.type === type && other.id === id)?.attributes;
}

function objectsOf(body: JsonObject): SavedObject[] {
  return (body['objects'] ?? []) as unknown as SavedObject[];
}

/** The server's objects of that many, in its form; without those that it does not have. */
async function bulkGet(server: Connection, objects: readonly SavedObject[]): Promise<SavedObject[]> {
  const wanted = objects.map(({ type, id }) => ({ type, id }));
  const { body } = await ask(server, '/api/saved_objects/_bulk_get', wanted);
  return ((body['saved_objects'] ?? []) as unknown as SavedObject[]).filter(({ error }) => error === undefined);
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
