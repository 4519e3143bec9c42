import { isIpAddress } from '@siem/log-type';

/** How a time is written, as `timestamp.format` says it. */
export function timeFormat(value: string): string | undefined {
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/.test(value)) return 'iso8601';
  if (/^\d{10}(?:\.\d+)?$|^\d{13}$/.test(value)) return 'epoch';
  if (/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}$/.test(value)) return '%d/%b/%Y:%H:%M:%S %z';
  return undefined;
}

/** The field that says when: by its name and its value, else by its value alone. */
export function guessTime(fields: ReadonlyMap<string, string>): { from: string; format: string } | undefined {
  const times = [...fields].flatMap(([from, value]) => {
    const format = timeFormat(value);
    return format === undefined
      ? []
      : [{ from, format, isNamed: /time|date|^ts$|@timestamp|published|created/i.test(from) }];
  });
  const [best] = times.sort((a, b) => Number(b.isNamed) - Number(a.isNamed));
  return best && { from: best.from, format: best.format };
}

interface Guess {
  ecs: string;
  name: RegExp;
  value?: (value: string) => boolean;
}

const guesses: readonly Guess[] = [
  { ecs: 'destination.ip', name: /dst|dest|target|server|remote_host/i, value: isIpAddress },
  { ecs: 'source.ip', name: /src|source|client|remote|peer|^ip|_ip|Ip|IP|field_/, value: isIpAddress },
  { ecs: 'destination.port', name: /(?:dst|dest|server).*port|^dpt$/i, value: isPort },
  { ecs: 'source.port', name: /(?:src|source|client).*port|^spt$/i, value: isPort },
  { ecs: 'user.name', name: /^(?:user|user_?name|login|account|suser|duser|actor)$|(?:^|\.)(?:user_?name|login)$/i },
  { ecs: 'user.email', name: /mail/i, value: (value) => value.includes('@') },
  {
    ecs: 'http.request.method',
    name: /method|field_/i,
    value: (value) => /^(?:GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS)$/.test(value),
  },
  { ecs: 'http.response.status_code', name: /status|response_?code/i, value: (value) => /^[1-5]\d\d$/.test(value) },
  { ecs: 'url.original', name: /url|uri|request|field_/i, value: (value) => /^(?:https?:\/\/|\/\S)/.test(value) },
  { ecs: 'user_agent.original', name: /agent|field_/i, value: (value) => /^[\w.-]+\/\d/.test(value) },
  { ecs: 'event.action', name: /^(?:action|event|event_?name|operation|act)$/i },
  { ecs: 'host.name', name: /^(?:host|host_?name|device|dvchost)$/i },
  { ecs: 'message', name: /^(?:message|msg|text)$/i },
];

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65_535;
}

/** ECS field to field of the record; each of both at most once. */
export function guessEcs(fields: ReadonlyMap<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  const used = new Set<string>();
  for (const { ecs, name, value } of guesses)
    for (const [field, sample] of fields) {
      if (used.has(field) || !name.test(field) || value?.(sample) === false) continue;
      found[ecs] = field;
      used.add(field);
      break;
    }
  return found;
}
