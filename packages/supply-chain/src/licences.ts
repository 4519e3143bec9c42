/** What a CycloneDX document says of one package, as far as it matters here. */
export interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

/** Licences that let the product be used and sold without giving its source away. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);

/** Packages whose package.json says it in an old form or not at all; read in their LICENSE files. */
const readByHand: Readonly<Record<string, string>> = {
  buildcheck: 'MIT',
  'cpu-features': 'MIT',
  ssh2: 'MIT',
  'uap-core': 'Apache-2.0',
};

/** Lines that name packages with another licence, or none. Own packages have that of the repository. */
export function licenceProblems(components: readonly Component[]): string[] {
  return components.flatMap(({ group, name, version, licenses = [] }) => {
    if (group === '@siem' || name.startsWith('@siem/')) return [];
    const named = `${group === undefined ? '' : `${group}/`}${name}@${version}`;
    const found = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression ?? '');
    if (found.length === 0) return readByHand[name] === undefined ? [`${named} names no licence`] : [];
    return found.some(isAllowed) ? [] : [`${named} has ${found.join(', ')}; allowed are ${[...allowed].join(', ')}`];
  });
}

function isAllowed(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, '')
    .split(/ OR /i)
    .some((choice) => choice.split(/ AND /i).every((licence) => allowed.has(licence.trim())));
}
