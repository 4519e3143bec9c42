import type { Derived } from '@siem/log-type';

const address = String.raw`(?<name>[\da-f.:]{2,45}|\[[\da-f:.]{2,45}\]):(?<port>\d{1,5})`;
const newClient = new RegExp(`^A new client connected from ${address}`, 'i');
const newConnection = new RegExp(
  `^A TCP connection was established from the proxy at ${address} to the database at ${address.replaceAll('?<', '?<to_')}`,
  'i',
);
const authentication =
  /^(?:Proxy authentication\b.{0,100}? |The new database connection )(?<outcome>success|succeed|fail|could)/;
const missingCredentials = /^Credentials couldn't be retrieved/;
const noEntry = /no pg_hba\.conf entry|Access denied for user/;
const closed = /^The (?<side>client|database) connection closed/;
const user = /\buser "(?<user>[^"]{1,256})"/;
const database = /\bdatabase "(?<database>[^"]{1,256})"/;

/**
 * What the text of a message says.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html
 */
export function messageFacts(message: string, level: string | undefined): Derived {
  return {
    user: user.exec(message)?.groups?.['user'],
    database: database.exec(message)?.groups?.['database'],
    reason: behind(message, ' Reason: ')?.split(/\. |\.$/, 1)[0],
    query: behind(message, ' Digest: "')?.replace(/"\.?$/, ''),
    ...kindOf(message, level),
  };
}

function behind(message: string, label: string): string | undefined {
  const at = message.indexOf(label);
  return at < 0 ? undefined : message.slice(at + label.length);
}

function kindOf(message: string, level: string | undefined): Derived {
  const client = newClient.exec(message)?.groups;
  if (client !== undefined) return { ...start, action: 'client-connected', source: endOf(client, '') };
  const connection = newConnection.exec(message)?.groups;
  if (connection !== undefined) {
    const ends = { source: endOf(connection, ''), destination: endOf(connection, 'to_') };
    return { ...start, action: 'database-connected', ...ends };
  }
  const side = closed.exec(message)?.groups?.['side'];
  if (side !== undefined) return { category: ['network'], type: ['connection', 'end'], action: `${side}-disconnected` };
  const login = authentication.exec(message)?.groups?.['outcome'];
  if (login !== undefined || missingCredentials.test(message) || noEntry.test(message)) {
    const isSuccess = login?.startsWith('succe') === true;
    return {
      category: ['authentication'],
      type: ['start'],
      action: isSuccess ? 'authorized' : 'failed',
      outcome: isSuccess ? 'success' : 'failure',
    };
  }
  const isError = level === 'ERROR' || level === 'FATAL';
  return { category: ['database'], type: [isError ? 'error' : 'info'], outcome: isError ? 'failure' : undefined };
}

const start = { category: ['network'], type: ['connection', 'start'] };

function endOf(groups: Record<string, string>, prefix: string): Derived {
  return { address: groups[`${prefix}name`]!.replace(/^\[|\]$/g, ''), port: groups[`${prefix}port`] };
}
