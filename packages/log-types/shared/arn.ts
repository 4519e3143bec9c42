export interface Arn {
  service: string | undefined;
  region: string | undefined;
  account: string | undefined;
  /** Everything behind the account: `server/s-0123`, `role/path/name`. */
  resource: string | undefined;
}

const none: Arn = Object.freeze({ service: undefined, region: undefined, account: undefined, resource: undefined });

/** `arn:aws:transfer:eu-west-1:111122223333:server/s-0123`. Empty parts and what is no ARN give undefined. */
export function splitArn(text: unknown): Arn {
  if (typeof text !== 'string' || !text.startsWith('arn:')) return none;
  const parts = text.split(':');
  const part = (i: number) => (parts[i] === undefined || parts[i] === '' ? undefined : parts[i]);
  return { service: part(2), region: part(3), account: part(4), resource: parts.slice(5).join(':') || undefined };
}
