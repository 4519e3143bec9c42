const instanceId = /(?:\W|_|^)(i-(?:[0-9a-z]{17}|[0-9a-z]{8}))(?:\W|_|$)/;

/** EC2 instance id in the name of a log stream. */
export function instanceIdIn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : instanceId.exec(text)?.[1];
}
