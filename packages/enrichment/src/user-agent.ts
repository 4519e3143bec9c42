import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { TextCache } from '@siem/log-type';
import { parse as parseYaml } from 'yaml';
import { asciiJson } from './ascii-json.ts';

/**
 * User agents by the pattern list that the ua-parser projects of all languages share (npm package uap-core), read
 * as its specification says: the first pattern that is found decides, `$n` in a replacement is its n-th group.
 */
interface PatternEntry {
  regex: string;
  regex_flag?: string;
  family_replacement?: string;
  v1_replacement?: string;
  v2_replacement?: string;
  v3_replacement?: string;
  os_replacement?: string;
  os_v1_replacement?: string;
  os_v2_replacement?: string;
  os_v3_replacement?: string;
  os_v4_replacement?: string;
  device_replacement?: string;
}

interface PatternFile {
  user_agent_parsers: PatternEntry[];
  os_parsers: PatternEntry[];
  device_parsers: PatternEntry[];
}

/** What AWS SDKs and tools write that the list does not know yet. */
const sdkFamilies: readonly PatternEntry[] = [{ regex: '\\b(aws-sdk-go-v\\d)/(\\d+)\\.(\\d+)(?:\\.(\\d+)|)' }];
const sdkSystems: readonly PatternEntry[] = [
  { regex: 'darwin; arm64', os_replacement: 'Mac OS X' },
  { regex: '(os/macos)#?(\\d*)\\.?(\\d*)\\.?(\\d*)', os_replacement: 'Mac OS X' },
];

/** Longer ones are cut before matching: nothing that a pattern looks for stands further back. */
const maxMatchedLength = 1_000;
const awsService = /^(?:AWS Internal|[\w.-]+?\.amazonaws\.com)$/;

export class UserAgentParser {
  private readonly cache: TextCache<string>;
  private readonly families: readonly Pattern[];
  private readonly systems: readonly Pattern[];
  private readonly devices: readonly Pattern[];

  constructor(maxEntries = 50_000) {
    this.cache = new TextCache(maxEntries);
    const file = createRequire(import.meta.url).resolve('uap-core/regexes.yaml');
    const list = parseYaml(readFileSync(file, 'utf8')) as PatternFile;
    this.families = [...sdkFamilies, ...list.user_agent_parsers].map((entry) => new Pattern(entry));
    this.systems = [...list.os_parsers, ...sdkSystems].map((entry) => new Pattern(entry));
    this.devices = list.device_parsers.map((entry) => new Pattern(entry));
  }

  /** @returns JSON text of the ECS object `user_agent` */
  toJson(original: string): string {
    const known = this.cache.get(original);
    if (known !== undefined) return known;
    const json = asciiJson(this.parse(original));
    this.cache.set(original, json);
    return json;
  }

  private parse(text: string): object {
    const original = text.includes('%20') ? unescapePercent(text) : text;
    const matched = original.slice(0, maxMatchedLength);
    const family = this.family(matched);
    const os = this.system(matched);
    return {
      original,
      name: family.name === 'Other' && awsService.test(original) ? original : family.name,
      version: family.version === '' ? undefined : family.version,
      os: {
        name: os.name,
        full: os.version === '' ? os.name : `${os.name} ${os.version}`,
        version: os.version === '' ? undefined : os.version,
      },
      device: { name: this.device(matched) },
    };
  }

  private family(text: string): { name: string; version: string } {
    for (const pattern of this.families) {
      const m = pattern.find(text);
      if (m === null) continue;
      const { family_replacement, v1_replacement, v2_replacement, v3_replacement } = pattern.entry;
      const version = [v1_replacement ?? m[2], v2_replacement ?? m[3], v3_replacement ?? m[4]];
      return { name: replace(family_replacement, m) ?? m[1] ?? 'Other', version: version.filter(Boolean).join('.') };
    }
    return { name: 'Other', version: '' };
  }

  private system(text: string): { name: string; version: string } {
    for (const pattern of this.systems) {
      const m = pattern.find(text);
      if (m === null) continue;
      const e = pattern.entry;
      const version = [
        replace(e.os_v1_replacement, m) ?? m[2],
        replace(e.os_v2_replacement, m) ?? m[3],
        replace(e.os_v3_replacement, m) ?? m[4],
        replace(e.os_v4_replacement, m) ?? m[5],
      ];
      return { name: replace(e.os_replacement, m) ?? m[1] ?? 'Other', version: version.filter(Boolean).join('.') };
    }
    return { name: 'Other', version: '' };
  }

  private device(text: string): string {
    for (const pattern of this.devices) {
      const m = pattern.find(text);
      if (m !== null) return replace(pattern.entry.device_replacement, m) ?? m[1] ?? 'Other';
    }
    return 'Other';
  }
}

/** Compiled when first needed; texts without its literal part are ruled out by a plain search. */
class Pattern {
  readonly entry: PatternEntry;
  private readonly literal: string | undefined;
  private expression: RegExp | undefined;

  constructor(entry: PatternEntry) {
    this.entry = entry;
    this.literal = entry.regex_flag === undefined ? requiredLiteral(entry.regex) : undefined;
  }

  find(text: string): RegExpExecArray | null {
    if (this.literal !== undefined && !text.includes(this.literal)) return null;
    this.expression ??= new RegExp(this.entry.regex, this.entry.regex_flag ?? '');
    return this.expression.exec(text);
  }
}

function replace(template: string | undefined, m: RegExpExecArray): string | undefined {
  if (template === undefined) return undefined;
  const text = template.replace(/\$(\d)/g, (_all, n: string) => m[Number(n)] ?? '').trim();
  return text === '' ? undefined : text;
}

/** Longest text that every match must contain, as far as can be told without parsing: undefined when in doubt. */
export function requiredLiteral(regex: string): string | undefined {
  const flat = withoutGroups(regex);
  if (flat === undefined || flat.includes('|')) return undefined;
  const runs = flat
    .replace(/\\[dDwWsSbB]|\[(?:\\.|[^\]])*\]|[.^$]/g, '\ue001')
    .replace(/\\(.)/g, '$1\ue000')
    .replace(/\ue001(?:[*?+]|\{[^}]*\})\??/g, '\ue001')
    .replace(/[^\ue001\ue000]\ue000?(?:[*?]|\{[^}]*\})\??/g, '\ue001')
    .replace(/\ue000/g, '')
    .split(/[\ue001+]/);
  const longest = runs.reduce((a, b) => (b.length > a.length ? b : a), '');
  return longest.length >= 3 ? longest : undefined;
}

/** Cuts every parenthesis out; undefined when they do not pair. */
function withoutGroups(regex: string): string | undefined {
  let depth = 0;
  let text = '';
  let inClass = false;
  for (let i = 0; i < regex.length; i++) {
    const c = regex[i]!;
    const escaped = c === '\\' ? c + (regex[++i] ?? '') : c;
    if (!inClass && c === '(') depth++;
    if (depth === 0) text += escaped;
    if (!inClass && c === ')') {
      depth--;
      if (depth === 0) text += '\\d'; // stands for anything; a quantifier behind it belongs to it
    }
    if (c === '[') inClass = true;
    if (c === ']') inClass = false;
  }
  return depth === 0 ? text : undefined;
}

function unescapePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not valid UTF-8 behind the escapes: only the spaces, which every such source writes, are sure.
    return text.replaceAll('%20', ' ');
  }
}
