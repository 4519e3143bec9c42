import type { DeriveContext, Derived } from '@siem/log-type';

const instanceId = /(?:\W|_|^)(i-(?:[0-9a-z]{17}|[0-9a-z]{8}))(?:\W|_|$)/;
const siteName = /\/web-site-name=([^/]*)\//;

/** What log group, log stream and S3 key say about a web server. @param kind of log, as log groups name it */
export function webServerFacts(context: DeriveContext, kind: 'access' | 'error'): Derived {
  const { logGroup, logStream } = context.meta;
  return {
    instanceId: logStream === undefined ? undefined : instanceId.exec(logStream)?.[1],
    site: siteName.exec(context.key)?.[1],
    scheme: schemeOf(logGroup, kind),
  };
}

function schemeOf(logGroup: string | undefined, kind: 'access' | 'error'): string | undefined {
  if (logGroup === undefined) return undefined;
  if (logGroup.includes('ssl')) return 'https';
  return logGroup.includes(kind) ? 'http' : undefined;
}

/** ECS fields that all logs of web servers have. */
export const webServerEcs = {
  'event.kind': { value: 'event' },
  'event.category': { value: ['web'] },
  'cloud.instance.id': '$instanceId',
  'service.name': '$site',
  'url.scheme': '$scheme',
  'related.hosts': { all: ['$instanceId'] },
} as const;
