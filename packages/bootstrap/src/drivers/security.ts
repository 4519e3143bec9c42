import type { Connection } from '../connection.ts';
import type { JsonObject, Kind, LiveObject } from '../model.ts';
import { askPlugin, type Driver, hasMark, pick } from './driver.ts';

const plugin = 'Security';
const api = '/_plugins/_security/api';

export function roleDriver(connection: Connection): Driver {
  return namedDriver(
    connection,
    'role',
    'roles',
    ({ description, cluster_permissions, index_permissions, tenant_permissions }) => ({
      description,
      cluster_permissions: sortedTexts(cluster_permissions),
      index_permissions: ((index_permissions ?? []) as JsonObject[]).map((permission) => ({
        index_patterns: permission['index_patterns'],
        allowed_actions: sortedTexts(permission['allowed_actions']),
        // The server writes null or nothing for what is not restricted.
        ...(permission['dls'] ? { dls: permission['dls'] } : {}),
      })),
      tenant_permissions: ((tenant_permissions ?? []) as JsonObject[]).map(({ tenant_patterns, allowed_actions }) => ({
        tenant_patterns,
        allowed_actions,
      })),
    }),
  );
}

export function roleMappingDriver(connection: Connection): Driver {
  return namedDriver(connection, 'role-mapping', 'rolesmapping', (body) => ({
    description: body['description'],
    backend_roles: sortedTexts(body['backend_roles']),
    users: sortedTexts(body['users']),
    hosts: sortedTexts(body['hosts']),
  }));
}

function namedDriver(
  connection: Connection,
  kind: Kind,
  path: string,
  comparable: (body: JsonObject) => JsonObject,
): Driver {
  return {
    kind,
    plugin,
    inServerless: false,
    showsUnmanaged: true,
    async list() {
      const body = (await askPlugin(connection, plugin, 'GET', `${api}/${path}`)) ?? {};
      return (
        Object.entries(body)
          .map(
            ([name, value]): LiveObject => ({
              name,
              body: value as JsonObject,
              isMarked: hasMark(value as JsonObject),
            }),
          )
          // What comes with the plugin is nobody's.
          .filter((object) => !['static', 'reserved', 'hidden'].some((flag) => object.body[flag] === true))
      );
    },
    comparable,
    async put({ name, body }) {
      await connection.must('PUT', `${api}/${path}/${encodeURIComponent(name)}`, body);
      return undefined;
    },
    async remove({ name }) {
      await connection.must('DELETE', `${api}/${path}/${encodeURIComponent(name)}`, undefined, { expected: [404] });
    },
  };
}

/** Only the switch is ours; what is logged stays as operators have set it, and destroy does not turn it off. */
export function auditConfigDriver(connection: Connection): Driver {
  return {
    kind: 'audit-config',
    plugin,
    inServerless: false,
    showsUnmanaged: false,
    isKept: true,
    async list() {
      const body = await askPlugin(connection, plugin, 'GET', `${api}/audit`);
      const config = body?.['config'] as JsonObject | undefined;
      return config === undefined ? [] : [{ name: 'audit', body: config, isMarked: true }];
    },
    comparable: (body) => pick(body, ['enabled']),
    async put({ body }, live) {
      await connection.must('PUT', `${api}/audit/config`, { ...live?.body, ...body });
      return undefined;
    },
    async remove() {
      throw new Error('The audit log stays on');
    },
  };
}

function sortedTexts(value: JsonObject[string]): string[] {
  return [...((value ?? []) as string[])].sort();
}
