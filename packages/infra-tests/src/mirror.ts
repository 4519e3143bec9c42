import { existsSync, globSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Names a folder that holds providers as `HOST/hashicorp/aws/...`, for machines that do not reach the registry. */
export const mirrorVariable = 'SIEM_TERRAFORM_MIRROR';

/** What a mirror holds below the registry's name. */
const marker = '*/hashicorp/aws';

/** Where packages and administrators put mirrors, at most two folders down. */
const usualPlaces = [
  join(homedir(), '.terraform.d'),
  join(homedir(), '.local/share/terraform'),
  '/usr/share/terraform',
  '/usr/local/share/terraform',
  '/usr/lib',
  '/usr/local/lib',
  '/opt',
];

/**
 * The folder of a provider mirror, or undefined.
 * @throws Error when the variable names a folder that is none
 */
export function findMirror(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  places: readonly string[] = usualPlaces,
): string | undefined {
  const named = environment[mirrorVariable];
  if (named) {
    if (isMirror(named)) return named;
    throw new Error(`${mirrorVariable} is '${named}', which holds no ${marker}; it must be a folder of providers`);
  }
  return places
    .filter((place) => existsSync(place))
    .flatMap((place) => [place, ...folders(place, '*'), ...folders(place, '*/*')])
    .find(isMirror);
}

function isMirror(folder: string): boolean {
  return globSync(marker, { cwd: folder }).length > 0;
}

function folders(place: string, pattern: string): string[] {
  // Only what may be one: /usr/lib holds thousands of others.
  return globSync(`${pattern}/${marker}`, { cwd: place }).map((found) =>
    join(place, ...found.split('/').slice(0, pattern.split('/').length)),
  );
}
