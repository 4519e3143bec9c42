import type { Derived } from '@siem/log-type';

const authorized = /connection authorized/;
const failedLogin = /authentication failed/;
/** Logins that fail before a password is asked for. */
const refusedLogin =
  /^(?:no pg_hba\.conf entry|pg_hba\.conf rejects|role "[^"]*" (?:does not exist|is not permitted to log in)|database "[^"]*" does not exist|remaining connection slots|sorry, too many clients)/;
const pooledLogin = /^pooler error: .*(?:authentication failed|no such user|login rejected|not allowed)/;
const sessionTime = /^disconnection: session time: (\d+):(\d{2}):([\d.]+)/;
const statement = /^(?:statement|(?<step>parse|bind|execute) [^:\n]*): +(?<query>[\s\S]*)$/;
const duration =
  /^duration: +(?<ms>[\d.]+) ms(?: +(?<step>parse|bind|execute|statement)\b[^:\n]*: +(?<query>[\s\S]*))?/;

/** What the text of a message says, by its level. */
export function messageFacts(level: string, message: string): Derived {
  const facts: Derived = { category: 'database', type: level === 'LOG' ? 'access' : 'info' };
  switch (level) {
    case 'STATEMENT':
    case 'QUERY':
      return { ...facts, query: message };
    case 'ERROR':
    case 'PANIC':
    case 'WARNING':
      // PgBouncer's warnings and errors about clients.
      if (pooledLogin.test(message)) {
        return { category: 'authentication', type: 'start', action: 'failed', outcome: 'failure' };
      }
      if (level === 'WARNING') return facts;
      return { ...facts, type: 'error', outcome: 'failure' };
    case 'FATAL':
      if (failedLogin.test(message)) {
        return { category: 'authentication', type: 'start', action: 'failed', outcome: 'failure' };
      }
      return { ...facts, type: 'error', outcome: 'failure', action: refusedLogin.test(message) ? 'failed' : undefined };
    case 'LOG':
    case 'INFO':
    case 'NOTICE':
      return { ...facts, ...logFacts(message) };
    default:
      return facts;
  }
}

function logFacts(message: string): Derived {
  if (message.startsWith('AUDIT: ')) return auditFacts(message.slice('AUDIT: '.length));
  if (authorized.test(message)) {
    return { category: 'authentication', type: 'start', action: 'authorized', outcome: 'success' };
  }
  if (message.startsWith('connection authenticated')) {
    return { category: 'authentication', type: 'info', action: 'authenticated', outcome: 'success' };
  }
  const ended = sessionTime.exec(message);
  if (ended !== null) {
    return { session_time_seconds: Number(ended[1]) * 3600 + Number(ended[2]) * 60 + Number(ended[3]) };
  }
  if (message.startsWith('login attempt: ')) {
    return { category: 'authentication', type: 'info', action: 'login attempt', outcome: 'unknown' };
  }
  return statementFacts(message);
}

/** `statement: SELECT 1;` and, for slow ones, `duration: 0.1 ms  bind <unnamed>: SELECT 1`. */
function statementFacts(message: string): Derived {
  const ran = statement.exec(message)?.groups;
  if (ran !== undefined) return { query: ran['query']?.replace(/(?<!;);+$/, ''), query_step: ran['step'] ?? 'execute' };
  const timed = duration.exec(message)?.groups;
  if (timed === undefined) return {};
  const ms = Number(timed['ms']);
  const step = timed['step'];
  return {
    duration_ms: ms,
    duration: Math.round(ms * 1e6),
    query_time: ms / 1000,
    query_step: step === undefined || step === 'statement' ? 'execute' : step,
    query: timed['query'],
  };
}

/**
 * pgAudit: `SESSION,1,1,READ,SELECT,TABLE,public.t,"select a, b",<none>`.
 * @see https://github.com/pgaudit/pgaudit#format
 */
function auditFacts(text: string): Derived {
  const values = splitCsv(text);
  const [type, , , auditClass, command, objectType, objectName, query] = values;
  return {
    audit_type: type,
    audit_class: auditClass,
    audit_command: command,
    audit_object_type: objectType,
    audit_object_name: objectName,
    query,
    type: auditClass === 'WRITE' || auditClass === 'DDL' || auditClass === 'ROLE' ? 'change' : 'access',
    action: command?.toLowerCase(),
  };
}

/** One RFC 4180 record, read in one pass. */
export function splitCsv(text: string): string[] {
  const values: string[] = [];
  for (let at = 0; at <= text.length; ) {
    let value = '';
    while (text[at] === '"') {
      const close = text.indexOf('"', at + 1);
      const end = close < 0 ? text.length : close;
      value += text.slice(at + 1, end);
      at = end + 1;
      if (text[at] === '"') value += '"';
    }
    const comma = text.indexOf(',', at);
    const end = comma < 0 ? text.length : comma;
    values.push(value + text.slice(at, end));
    at = end + 1;
  }
  return values;
}
