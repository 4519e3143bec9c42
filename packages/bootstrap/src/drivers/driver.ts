import type { Connection } from '../connection.ts';
import { reasonOf } from '../connection.ts';
import { PluginUnavailableError } from '../errors.ts';
import type { DesiredObject, JsonObject, Kind, LiveObject } from '../model.ts';

/** How objects of one kind are read and written. */
export interface Driver {
  readonly kind: Kind;
  /** Plugin that has this kind, as an operator knows it; undefined for what every OpenSearch has. */
  readonly plugin?: string;
  /** Whether serverless collections have this kind. */
  readonly inServerless: boolean;
  /** Users' objects of this kind are listed in a plan; false where there are thousands or where the names are ours alone. */
  readonly showsUnmanaged: boolean;
  /** Objects of this kind share parts, so that two at once would be in each other's way. */
  readonly isSequential?: boolean;
  /** What `destroy` may not take away, since it holds data. */
  readonly isKept?: boolean;
  /**
   * Everything of this kind that the server has; `desired` for kinds that can only be asked by name.
   * @throws PluginUnavailableError
   */
  list(desired: readonly DesiredObject[]): Promise<LiveObject[]>;
  /** The part of a body that decides whether two are the same, free of what the server adds. */
  comparable(body: JsonObject): JsonObject;
  /** @returns the id, where the server chooses it @throws BootstrapError when the server refuses */
  put(desired: DesiredObject, live: LiveObject | undefined): Promise<string | undefined>;
  remove(live: LiveObject): Promise<void>;
}

/** Asks a plugin's list; a server without the plugin answers that no handler has this path. */
export async function askPlugin(
  connection: Connection,
  plugin: string,
  method: 'GET' | 'POST',
  path: string,
  body?: JsonObject,
): Promise<JsonObject | undefined> {
  const answer = await connection.send(method, path, body);
  if (answer.status < 300) return answer.body;
  const reason = reasonOf(answer);
  if (/no handler found|no such index|index_not_found/.test(JSON.stringify(answer.body))) {
    // Plugins make their index with the first object.
    if (answer.status === 404) return undefined;
    throw new PluginUnavailableError(plugin, `the cluster does not have ${plugin}`);
  }
  if (answer.status === 404) return undefined;
  throw new PluginUnavailableError(plugin, `${method} ${path} answers ${answer.status}: ${reason}`);
}

export const managedMark = 'managed by siem bootstrap';

/** Descriptions end with our mark where an object has no other place for it. */
export function markDescription(text: string): string {
  return `${text} (${managedMark})`;
}

export function hasMark(body: JsonObject): boolean {
  return typeof body['description'] === 'string' && body['description'].includes(managedMark);
}

/** Members by name, those that are not there left out. */
export function pick(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.filter((name) => body[name] !== undefined && body[name] !== null).map((name) => [name, body[name]]),
  );
}
