import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '@opensearch-project/opensearch';
import { Connection } from '../src/connection.ts';
import { desired } from '../src/desired/desired-state.ts';
import { savedObjectsDriver } from '../src/drivers/saved-objects.ts';

// OpenSearch Dashboards is not to be had here, so this answers its two requests in the form of its documentation.

interface SavedObject {
  type: string;
  id: string;
  attributes: Record<string, string>;
  references: object[];
}

let kept: SavedObject[];
let imports: { contentType: string; tenant: string; body: string }[];
let server: Server;
let client: Client;

beforeEach(async () => {
  kept = [];
  imports = [];
  server = createServer(async (request, response) => {
    const body = await text(request);
    response.setHeader('content-type', 'application/json');
    if (request.url === '/api/saved_objects/_bulk_get') {
      const wanted = JSON.parse(body) as { type: string; id: string }[];
      const answer = wanted.map(({ type, id }) => {
        const found = kept.find((object) => object.type === type && object.id === id);
        return found ?? { type, id, error: { statusCode: 404, error: 'Not Found' } };
      });
      response.end(JSON.stringify({ saved_objects: answer }));
    } else if (request.url === '/api/saved_objects/_import?overwrite=true') {
      const { 'content-type': contentType = '', securitytenant: tenant } = request.headers;
      imports.push({ contentType, tenant: String(tenant), body });
      response.end(JSON.stringify({ success: true, successCount: 2 }));
    } else {
      response.statusCode = 404;
      response.end('{}');
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  client = new Client({ node: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});

afterEach(async () => {
  await client.close();
  await new Promise((done) => server.close(done));
});

const field = (name: string, type: string, more: object = {}) => ({ name, type, count: 0, scripted: false, ...more });
const pattern = (fields: object[], formats: object): SavedObject => ({
  type: 'index-pattern',
  id: 'siem-log',
  attributes: {
    title: 'log-*',
    timeFieldName: '@timestamp',
    fields: JSON.stringify(fields),
    fieldFormatMap: JSON.stringify(formats),
  },
  references: [],
});
const ours = pattern([field('@timestamp', 'date'), field('bytes', 'number')], { bytes: { id: 'bytes' } });
const shown: SavedObject = { type: 'dashboard', id: 'siem-x', attributes: { title: 'X' }, references: [] };
const dashboard = desired('saved-objects', 'x', { objects: [ours, shown] });

/** As it is after people have refreshed the pattern, scripted a field, chosen a format and added columns to searches. */
const used = pattern(
  [
    field('own', 'number', { scripted: true, script: '1' }),
    field('bytes', 'number', { count: 7, esTypes: ['long'] }),
    field('@timestamp', 'date'),
  ],
  { bytes: { id: 'bytes' }, own: { id: 'percent' } },
);

function driver() {
  return savedObjectsDriver(new Connection(client, 'http://dashboards'));
}

function imported(): SavedObject[] {
  const lines = imports[0]!.body.split('\r\n\r\n')[1]!.split('\r\n')[0]!.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as SavedObject);
}

describe('a dashboard', () => {
  it('is imported with all that it needs as one file, into the tenant that all share', async () => {
    // Act
    await driver().put(dashboard, undefined);
    // Assess
    const [{ contentType, tenant, body }] = imports as [(typeof imports)[number]];
    const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(contentType)?.[1];
    expect(tenant).toBe('global');
    expect(body).toBe(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="x.ndjson"\r\nContent-Type: application/ndjson\r\n\r\n${[ours, shown].map((object) => `${JSON.stringify(object)}\n`).join('')}\r\n--${boundary}--\r\n`,
    );
  });

  it('is unchanged when people have used its index pattern', async () => {
    // Prepare
    kept = [used, shown];
    // Act
    const [live] = await driver().list([dashboard]);
    // Assess
    expect(driver().comparable(live!.body)).toEqual(driver().comparable(dashboard.body));
  });

  it('is changed when one of our fields has another type', async () => {
    // Prepare
    kept = [pattern([field('@timestamp', 'date'), field('bytes', 'conflict')], { bytes: { id: 'bytes' } }), shown];
    // Act
    const [live] = await driver().list([dashboard]);
    // Assess
    expect(driver().comparable(live!.body)).not.toEqual(driver().comparable(dashboard.body));
  });

  it('leaves fields and formats of others in the index pattern when it is written again', async () => {
    // Prepare
    kept = [used];
    // Act
    await driver().put(dashboard, undefined);
    // Assess
    const { fields, fieldFormatMap } = imported()[0]!.attributes;
    expect((JSON.parse(fields!) as { name: string }[]).map(({ name }) => name)).toEqual(['@timestamp', 'bytes', 'own']);
    expect(JSON.parse(fieldFormatMap!)).toEqual({ bytes: { id: 'bytes' }, own: { id: 'percent' } });
  });
});
