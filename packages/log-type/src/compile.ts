import { ecsField, ecsVersion } from '@siem/ecs';
import type { LogTypeDefinition, Mapping, RawRecord, RecordMeta, TimestampRule } from './definition.ts';
import type { ChunkEnvironment } from './environment.ts';
import { mergeInto } from './merge.ts';
import { prune } from './prune.ts';
import { scalarText } from './raw-json.ts';
import * as runtime from './runtime.ts';
import { TextCode } from './text-code.ts';
import { epochMs, timestampParser } from './timestamp.ts';
import { besideRaw, type Leaf, remembered, rootKeys, treeCode } from './tree-code.ts';
import { transforms, translate, ValueCode } from './value-code.ts';

/**
 * Maps one record to the JSON text of its document and sets timestamp, index and id in the environment.
 * @param raw the record's text; `rawJson` the same as JSON
 */
export type RenderFunction = (
  record: RawRecord,
  raw: string,
  rawJson: string,
  meta: RecordMeta,
  environment: ChunkEnvironment,
) => string;

/** How records of the format look: named texts known beforehand, or any JSON object. */
export type RecordShape =
  | { kind: 'flat'; names: readonly string[] /** No value needs escaping in JSON. */; safe: boolean }
  | { kind: 'json' };

/** Keys of the document that are ours; a raw field of that name is merged (objects) or overridden, never written twice. */
const baseKeys = [
  '@timestamp',
  '@message',
  '@log_type',
  '@log_s3bucket',
  '@log_s3key',
  '@log_group',
  '@log_stream',
  '@id',
];

/**
 * Compiles the definition for records of the given shape.
 * @throws Error when the definition contradicts itself
 */
export function compileMapping(definition: LogTypeDefinition, shape: RecordShape): RenderFunction {
  const values = new ValueCode(shape.kind === 'flat' ? shape.names : undefined);
  const texts = new TextCode(values, definition.fields ?? {}, {
    flat: shape.kind === 'flat',
    safe: shape.kind === 'flat' && shape.safe,
    addresses: addressesOf(definition),
    derivesParts: definition.derivesParts === true,
  });
  const leaves = [...baseLeaves(definition, values, texts, shape), ...ecsLeaves(definition, values, texts)];
  const threat = threatCode(definition, values);
  const roots = [...new Set([...rootKeys(leaves), ...(threat === '' ? [] : ['threat.enrichments', 'threat.matched'])])];
  const rawMembers = shape.kind === 'flat' ? flatRawCode(definition, shape.names, roots, texts) : '';
  // Mapped fields and raw ones share the document's top level, and some names.
  const isMerged = shape.kind === 'json' && definition.prefix === undefined;
  const tagsCode = `if (tags !== '') o += ',"tags":[' + tags + ']';`;
  const body = [
    'e.writtenMs = m.envelopeTime === undefined ? e.objectMs : epochMs(m.envelopeTime, e.objectMs);',
    definition.derive === undefined ? 'const d = undefined;' : 'e.meta = m; e.raw = raw; const d = derive(r, e);',
    timestampCode(definition, values),
    ...values.statements,
    idCode(definition),
    `e.index = d === undefined || d.index === undefined ? ${JSON.stringify(definition.index)} : d.index;`,
    originCode(definition, texts),
    `let o = '${shape.kind === 'flat' ? '{' : ','}"@timestamp":"' + ts + '","@message":' + rawJson + origin + e.idJson;`,
    `if (m.logGroup !== undefined) o += ',"@log_group":' + quote(m.logGroup);`,
    `if (m.logStream !== undefined) o += ',"@log_stream":' + quote(m.logStream);`,
    ...(shape.kind === 'flat' ? [] : (definition.omit ?? []).map(omitCode)),
    ...(isMerged ? mergeStart() : []),
    treeCode(leaves, isMerged, texts.memory),
    isMerged ? besideRaw(['threat.enrichments', 'threat.matched'], threat) : threat,
    isMerged ? besideRaw(['tags'], tagsCode) : tagsCode,
    shape.kind === 'flat' ? flatEnd(definition, rawMembers) : isMerged ? mergeEnd() : prefixEnd(definition.prefix!),
  ];
  return instantiate(body.join('\n'), texts.memory.join('\n'), definition, values.functions);
}

/** The one place where code is made from definitions. Constants in it went through JSON.stringify. */
function instantiate(
  body: string,
  memory: string,
  definition: LogTypeDefinition,
  functions: unknown[],
): RenderFunction {
  const scope: Record<string, unknown> = {
    ...runtime,
    missing: runtime.isMissing,
    derive: definition.derive,
    parsers: timestampRules(definition).map((rule) => timestampParser(rule.format, rule.zone)),
    fns: functions,
    translate,
    transforms,
    scalarText,
    prune,
    mergeInto,
    isLater,
    epochMs,
  };
  const factory = new Function(
    ...Object.keys(scope),
    `'use strict';\n${memory}\nreturn function render(r, raw, rawJson, m, e) {\n${body}\n};`,
  );
  return factory(...Object.values(scope)) as RenderFunction;
}

/** What stands between a document's text and its id: the same in nearly all documents of a chunk. */
function originCode(definition: LogTypeDefinition, texts: TextCode): string {
  const ownType = JSON.stringify(JSON.stringify(definition.name));
  const logType = `(d === undefined || d.logType === undefined ? ${ownType} : quote(d.logType))`;
  const parts = [`',"@log_type":'`, logType, 'e.originJson', `',"@id":'`];
  return remembered('origin', parts, [logType, 'e.originJson'], texts.memory);
}

function baseLeaves(definition: LogTypeDefinition, values: ValueCode, texts: TextCode, shape: RecordShape): Leaf[] {
  const leaves: Leaf[] = [
    constantLeaf('ecs.version', ecsVersion),
    { path: 'event.ingested', text: 'e.ingestedJson', always: true },
  ];
  if (definition.ecs['event.module'] === undefined) {
    leaves.push(constantLeaf('event.module', definition.name));
  }
  if (definition.cloudProvider === false) return leaves;
  // Sources that carry their own `cloud` object (OCSF) keep what it says.
  const own =
    shape.kind === 'json'
      ? values.local(`r.cloud !== null && typeof r.cloud === 'object' ? r.cloud : undefined`)
      : undefined;
  const unless = (path: string, text: string) => (own === undefined ? text : `(${own}?.${path} ? '' : ${text})`);
  const mapped = (path: string, fallback: string) => {
    const mapping = definition.ecs[path];
    if (mapping === undefined || !values.canHaveValue(mapping)) return fallback;
    const text = texts.mapped(mapping, path);
    return `${text} === '' || ${text} === '"unknown"' ? ${fallback} : ${text}`;
  };
  const account = mapped('cloud.account.id', `(m.accountId === undefined ? e.accountJson : quote(m.accountId))`);
  const region = mapped('cloud.region', `(m.region === undefined ? e.regionJson : quote(m.region))`);
  const always = own === undefined;
  const provider = constantLeaf('cloud.provider', definition.cloudProvider ?? 'aws');
  leaves.push(
    always
      ? provider
      : { path: provider.path, text: values.local(unless('provider', JSON.stringify(provider.constant))), always },
    { path: 'cloud.account.id', text: values.local(unless('account?.id', `(${account})`)), always },
    { path: 'cloud.region', text: values.local(unless('region', `(${region})`)), always },
  );
  return leaves;
}

const fromBase = new Set(['cloud.account.id', 'cloud.region']);

function ecsLeaves(definition: LogTypeDefinition, values: ValueCode, texts: TextCode): Leaf[] {
  const leaves: Leaf[] = [];
  for (const [path, mapping] of Object.entries(definition.ecs)) {
    if (fromBase.has(path) && definition.cloudProvider !== false) continue;
    if (locatedGroup(definition, path) !== undefined) continue;
    if (isBesideAddress(definition, path)) continue;
    if (!values.canHaveValue(mapping)) continue;
    if (isConstant(mapping)) {
      leaves.push(constantLeaf(path, mapping.value));
      continue;
    }
    if (path === 'user_agent.original' && definition.userAgent !== false) {
      leaves.push(userAgentLeaf(values, values.mapping(mapping)));
    } else if (isBesideAddress(definition, path.replace(/address$/, 'ip'))) {
      leaves.push(addressWithIpLeaf(values, texts, path, mapping));
    } else if (
      path.endsWith('.ip') &&
      (definition.geoip?.includes(path.slice(0, -3)) || definition.forwardedFor?.client === path)
    ) {
      leaves.push(addressLeaf(definition, values, texts, path, values.mapping(mapping)));
    } else if (path === 'event.module') {
      // Records without the field that names it come from somewhere all the same.
      const text = `(${texts.mapped(mapping, path)} || ${JSON.stringify(JSON.stringify(definition.name))})`;
      leaves.push({ path, text: values.local(text), always: true });
    } else {
      leaves.push({ path, text: texts.mapped(mapping, path), always: false });
    }
  }
  return leaves;
}

function userAgentLeaf(values: ValueCode, value: string): Leaf {
  const original = values.local(`Array.isArray(${value}) ? ${value}[0] : ${value}`);
  const text = values.local(
    `typeof ${original} === 'string' && hasValue(${original}) ? e.enrich.userAgent(${original}) : ''`,
  );
  return { path: 'user_agent', text, always: false };
}

/** Address with what GeoIP says beside it, of the client behind proxies where the definition says so. */
function addressLeaf(
  definition: LogTypeDefinition,
  values: ValueCode,
  texts: TextCode,
  path: string,
  peer: string,
): Leaf {
  const value = clientOf(definition, values, path, peer);
  const leaf: Leaf = { path, text: texts.text(value, path), always: false };
  const group = path.slice(0, -3);
  if (definition.geoip?.includes(group) !== true) return leaf;
  const own = Object.entries(definition.ecs).filter(([other]) => locatedGroup(definition, other) === group);
  const found = `${texts.ipInfo(value)}.geo`;
  if (own.length === 0) return { ...leaf, siblings: found };
  const members = own.map(
    ([other, mapping]) => `[${JSON.stringify(other.slice(group.length + 1))}, ${texts.mapped(mapping, other)}]`,
  );
  return { ...leaf, siblings: `locationText(${found}, [${members.join(', ')}])` };
}

/** `source.ip` where `source.address` has the same value, so that both are written together. */
function isBesideAddress(definition: LogTypeDefinition, path: string): boolean {
  if (!path.endsWith('.ip') || definition.forwardedFor?.client === path) return false;
  const group = path.slice(0, -3);
  const mapping = definition.ecs[path];
  if (typeof mapping !== 'string' || definition.ecs[`${group}.address`] !== mapping) return false;
  const isLocated = Object.keys(definition.ecs).some((other) => locatedGroup(definition, other) === group);
  return definition.geoip?.includes(group) === true && !isLocated;
}

function addressWithIpLeaf(values: ValueCode, texts: TextCode, path: string, mapping: Mapping): Leaf {
  const info = texts.ipInfo(values.mapping(mapping));
  const text = values.local(`${info} === null ? ${texts.mapped(mapping, path)} : ${info}.addressJson`);
  return { path, text, always: false, siblings: values.local(`${info} === null ? '' : ${info}.geo`) };
}

/** Local with the address of the client behind proxies where the definition says so, else the peer's. */
function clientOf({ forwardedFor }: LogTypeDefinition, values: ValueCode, path: string, peer: string): string {
  return forwardedFor?.client === path
    ? values.local(`e.enrich.clientBehindProxies(${peer}, ${values.path(forwardedFor.from)})`)
    : peer;
}

/** The group that GeoIP describes too, for mappings such as `source.geo.city_name`; those must not be written twice. */
function locatedGroup(definition: LogTypeDefinition, path: string): string | undefined {
  const match = /^(.+)\.(?:geo|as)\./.exec(path)?.[1];
  return match !== undefined && definition.geoip?.includes(match) && definition.ecs[`${match}.ip`] !== undefined
    ? match
    : undefined;
}

function isConstant(mapping: Mapping): mapping is { value: string | number | boolean | readonly string[] } {
  return typeof mapping === 'object' && 'value' in mapping && !('when' in mapping) && !('map' in mapping);
}

function constantLeaf(path: string, value: string | number | boolean | readonly string[]): Leaf & { constant: string } {
  const wrap = ecsField(path)?.array === true && !Array.isArray(value);
  return { path, text: '', constant: JSON.stringify(wrap ? [value] : value), always: true };
}

function threatCode(definition: LogTypeDefinition, values: ValueCode): string {
  const fields = (paths: readonly string[] | undefined) =>
    (paths ?? [])
      .filter((path) => definition.ecs[path] !== undefined)
      .map(
        (path) =>
          `[${JSON.stringify(path)}, ${clientOf(definition, values, path, values.mapping(definition.ecs[path]!))}]`,
      );
  const ips = fields(definition.threat?.ip);
  const domains = fields(definition.threat?.domain);
  if (ips.length + domains.length === 0) return '';
  return `if (e.enrich.threat !== undefined) o += e.enrich.threat([${ips.join(', ')}], [${domains.join(', ')}]);`;
}

function timestampRules(definition: LogTypeDefinition): readonly TimestampRule[] {
  return Array.isArray(definition.timestamp) ? definition.timestamp : [definition.timestamp as TimestampRule];
}

function timestampCode(definition: LogTypeDefinition, values: ValueCode): string {
  const lines = ['let tags = e.tags; let ts = d === undefined ? undefined : d.timestamp;'];
  timestampRules(definition).forEach((rule, i) => {
    if (rule.from === '@key') {
      lines.push('if (ts === undefined) ts = e.keyTime;');
      return;
    }
    lines.push(...values.statements.splice(0));
    const value = values.path(rule.from);
    lines.push(...values.statements.splice(0));
    lines.push(`if (ts === undefined) ts = parsers[${i}](${value}, e.writtenMs);`);
  });
  lines.push(
    `if (ts === undefined) { ts = e.arrived; tags += (tags === '' ? '' : ',') + '"siem_no_timestamp"'; }`,
    `else if (isLater(ts, e.latest)) { ts = e.arrived; tags += (tags === '' ? '' : ',') + '"siem_future_timestamp"'; }`,
    'e.timestamp = ts;',
    'e.indexTime = d === undefined || d.indexTime === undefined ? ts : d.indexTime;',
  );
  return lines.join('\n');
}

/** Compares canonical texts; offsets matter only when the texts are close. */
export function isLater(timestamp: string, latest: string): boolean {
  if (timestamp <= latest && timestamp.endsWith('+00:00')) return false;
  return Date.parse(timestamp) > Date.parse(latest);
}

function idCode(definition: LogTypeDefinition): string {
  const derived = `if (d !== undefined && d.id !== undefined) { e.idJson = quote(safeId(d.id)); e.idFromContent = false; } else`;
  const content = [
    'if (raw === e.digested && m.envelopeId === e.digestedEnvelope) e.idJson = e.digestJson;',
    `else e.idJson = '"' + md5(m.envelopeId === undefined ? raw : raw + m.envelopeId) + '"';`,
    'e.idFromContent = true;',
  ].join(' ');
  const suffix = `e.idSuffix = d === undefined || d.idSuffix === undefined ? '' : '_' + scalarText(d.idSuffix);`;
  if (definition.id === undefined) return `${definition.derive === undefined ? '' : derived} { ${content} } ${suffix}`;
  const own = `at(r, ${JSON.stringify(definition.id.from.split('.'))})`;
  const lines = [
    `const ownId = ${own};`,
    `${definition.derive === undefined ? '' : derived} if (missing(ownId)) { ${content} } else { e.idJson = quote(safeId(ownId)); e.idFromContent = false; }`,
    suffix,
  ];
  if (definition.id.suffix !== undefined) {
    lines.push(`const idPart = at(r, ${JSON.stringify(definition.id.suffix.split('.'))});`);
    lines.push(`if (!missing(idPart)) e.idSuffix = '_' + scalarText(idPart);`);
  }
  return lines.join('\n');
}

/** Values that mappings look up in GeoIP. */
function addressesOf({ geoip, ecs }: LogTypeDefinition): ReadonlySet<string> {
  const mappings = (geoip ?? []).map((group) => ecs[`${group}.ip`]);
  return new Set(mappings.filter((mapping) => typeof mapping === 'string'));
}

function flatRawCode(
  definition: LogTypeDefinition,
  names: readonly string[],
  roots: readonly string[],
  texts: TextCode,
): string {
  const omitted = new Set(definition.omit);
  const taken = new Set(definition.prefix === undefined ? [...roots, ...baseKeys, 'tags'] : []);
  return names
    .filter((name) => !omitted.has(name) && !taken.has(name))
    .map((name) => `o += ${texts.rawMember(name)};`)
    .join('\n');
}

function flatEnd(definition: LogTypeDefinition, rawMembers: string): string {
  const merge = 'if (m.fields !== undefined) return JSON.stringify(mergeInto({ ...m.fields }, JSON.parse(o)));';
  if (definition.prefix === undefined) return `${rawMembers}\no += '}';\n${merge}\nreturn o;`;
  const open = JSON.stringify(`,${JSON.stringify(definition.prefix)}:{`);
  return [
    `const outer = o; o = '';`,
    rawMembers,
    `o = outer + (o === '' ? '' : ${open} + o.slice(1) + '}') + '}';`,
    `${merge}\nreturn o;`,
  ].join('\n');
}

function prefixEnd(prefix: string): string {
  const open = JSON.stringify(`,${JSON.stringify(prefix)}:`);
  return [
    `const inner = JSON.stringify(r);`,
    `o = '{' + o.slice(1) + (inner === '{}' ? '' : ${open} + inner) + '}';`,
    'if (m.fields !== undefined) return JSON.stringify(mergeInto({ ...m.fields }, JSON.parse(o)));',
    'return o;',
  ].join('\n');
}

/** `o` is for members whose names the raw record does not have, `c` for those that it has: only these are merged. */
function mergeStart(): string[] {
  const own = baseKeys.map((key) => `r[${JSON.stringify(key)}]`);
  return [
    'if (m.fields !== undefined) mergeInto(r, m.fields);',
    `if (${own.map((member) => `${member} !== undefined`).join(' || ')}) ${own.join(' = ')} = undefined;`,
    `let k = '', c = '', n = false;`,
  ];
}

function mergeEnd(): string {
  return [
    `if (c !== '') mergeInto(r, JSON.parse('{' + c.slice(1) + '}'));`,
    'const rest = JSON.stringify(r);',
    `return rest === '{}' ? '{' + o.slice(1) + '}' : rest.slice(0, -1) + o + '}';`,
  ].join('\n');
}

function omitCode(path: string): string {
  const steps = path.split('.');
  const last = steps.pop()!;
  const owner = `at(r, ${JSON.stringify(steps)})`;
  return `{ const owner = ${steps.length === 0 ? 'r' : owner}; if (owner !== null && typeof owner === 'object' && owner[${JSON.stringify(last)}] !== undefined) owner[${JSON.stringify(last)}] = undefined; }`;
}
