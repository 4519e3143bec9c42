import { comparableSettings, isObject } from '../comparable.ts';
import type { Connection } from '../connection.ts';
import type { JsonObject, LiveObject } from '../model.ts';
import { type Driver, pick } from './driver.ts';

export function componentTemplateDriver(connection: Connection): Driver {
  return templateDriver(
    connection,
    'component-template',
    '_component_template',
    'component_template',
    'component_templates',
  );
}

export function indexTemplateDriver(connection: Connection): Driver {
  return templateDriver(connection, 'index-template', '_index_template', 'index_template', 'index_templates');
}

function templateDriver(
  connection: Connection,
  kind: 'component-template' | 'index-template',
  path: string,
  member: string,
  list: string,
): Driver {
  return {
    kind,
    inServerless: true,
    showsUnmanaged: true,
    async list() {
      const { body } = await connection.must('GET', `/${path}`, undefined, { expected: [404] });
      const found = (body[list] ?? []) as unknown as ({ name: string } & Record<string, JsonObject>)[];
      return found.map((entry): LiveObject => {
        const template = entry[member]!;
        return {
          name: entry.name,
          body: template,
          isMarked: (template['_meta'] as JsonObject)?.['managed_by'] === 'siem',
        };
      });
    },
    comparable: comparableTemplate,
    async put({ name, body }) {
      await connection.must('PUT', `/${path}/${encodeURIComponent(name)}`, body);
      return undefined;
    },
    async remove({ name }) {
      await connection.must('DELETE', `/${path}/${encodeURIComponent(name)}`, undefined, { expected: [404] });
    },
  };
}

function comparableTemplate(body: JsonObject): JsonObject {
  const template = isObject(body['template']) ? body['template'] : {};
  const { settings, mappings, aliases } = template;
  return {
    ...pick(body, ['index_patterns', 'priority', 'version', '_meta']),
    // The server adds an empty list.
    ...((body['composed_of'] as readonly string[] | undefined)?.length && pick(body, ['composed_of'])),
    ...(isObject(body['data_stream']) && { data_stream: true }),
    ...(isObject(settings) && Object.keys(settings).length > 0 && { settings: comparableSettings(settings) }),
    ...(isObject(mappings) && Object.keys(mappings).length > 0 && { mappings }),
    ...(isObject(aliases) && Object.keys(aliases).length > 0 && { aliases }),
  };
}
