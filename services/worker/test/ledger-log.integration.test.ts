import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from '@opensearch-project/opensearch';
import { BulkIndexer } from '@siem/bulk-indexer';
import { Ledger } from '@siem/object-loader';
import { type FaultProxy, startFaultProxy, testStack } from '@siem/test-support';
import { LedgerLog } from '../src/ledger-log.ts';

const stack = testStack();
let proxy: FaultProxy;
let client: Client;
let bulkIndexer: BulkIndexer;
beforeAll(async () => {
  proxy = await startFaultProxy({ target: stack.endpoints.opensearchUrl });
  client = new Client({ node: proxy.url });
  bulkIndexer = new BulkIndexer(client);
});
afterAll(async () => {
  await bulkIndexer.close();
  await client.close();
  await proxy.stop();
  await stack.close();
});

it('does not make objects wait that are done when its own index takes nothing', async () => {
  // Prepare
  const error = { type: 'security_exception', reason: 'no permissions for [indices:data/write/bulk[s]]' };
  const choose = ({ index }: { index: string | undefined }) => index?.startsWith('siem-ledger-') === true;
  proxy.inject({ kind: 'bulk-items', status: 403, error, choose });
  const failures: string[] = [];
  const ledgerLog = new LedgerLog(bulkIndexer, (reason) => failures.push(reason), 200);
  const reference = { bucket: 'logs', key: 'a.log', eventTime: '2026-01-30T10:05:00.000Z' };
  const message = { id: 'm', objects: [reference], receiveCount: 1, firstReceivedMs: 0 };
  const times = { startedMs: 0, finishedMs: 1 };

  // Act
  await ledgerLog.write(
    { reference, message, logType: 'vpcflowlogs', outcome: 'loaded', ledger: new Ledger(), ...times },
    new AbortController().signal,
  );

  // Assess
  expect(failures).toEqual(['siem-ledger-2026-01 takes nothing (access_denied)']);
});
