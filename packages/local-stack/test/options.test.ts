import { describe, expect, it } from '@jest/globals';
import { resolveOptions } from '../src/options.ts';

describe('stack options', () => {
  it('take OpenSearch version and backend from the environment', () => {
    const options = resolveOptions({}, { OPENSEARCH_VERSION: '2.19', SIEM_STACK_BACKEND: 'embedded' });

    expect(options).toMatchObject({ opensearchVersion: '2.19', backend: 'embedded', nodes: 1 });
  });

  it('prefer what the caller says', () => {
    const options = resolveOptions({ opensearchVersion: '3', backend: 'docker' }, { OPENSEARCH_VERSION: '2.19' });

    expect(options).toMatchObject({ opensearchVersion: '3', backend: 'docker' });
  });

  it.each([
    [
      'an unknown OpenSearch version',
      {},
      { OPENSEARCH_VERSION: '1.3' },
      "OPENSEARCH_VERSION is '1.3'; it must be one of 3, 2.19",
    ],
    [
      'an unknown backend',
      {},
      { SIEM_STACK_BACKEND: 'podman' },
      "SIEM_STACK_BACKEND is 'podman'; it must be one of auto, docker, embedded",
    ],
    ['a heap too small', { heapMb: 255 }, {}, 'heapMb is 255; OpenSearch needs a whole number of at least 256'],
    [
      'a port the runner refuses',
      { ports: { opensearch: 9300 } },
      {},
      'ports.opensearch is 9300; with 1 node(s) it must lie in 9200-9299',
    ],
    [
      'a port too high for three nodes',
      { nodes: 3, ports: { opensearch: 9298 } },
      {},
      'with 3 node(s) it must lie in 9200-9297',
    ],
  ] as const)('name %s and what is right', (_, options, environment, message) => {
    expect(() => resolveOptions(options, environment)).toThrow(message);
  });

  it.each([{ heapMb: 256 }, { ports: { opensearch: 9299 } }, { nodes: 3 as const, ports: { opensearch: 9297 } }])(
    'accept the edge %j',
    (options) => {
      expect(resolveOptions(options, {})).toMatchObject(options);
    },
  );
});
