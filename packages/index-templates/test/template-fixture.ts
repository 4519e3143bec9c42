import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@opensearch-project/opensearch';
import { BulkIndexer } from '@siem/bulk-indexer';
import { createSampleRunner } from '@siem/log-type-samples';
import { loadBuiltInLogType, loadBuiltInLogTypes } from '@siem/log-types';
import type { TestScope } from '@siem/test-support';
import { putTemplates } from '../src/apply.ts';
import { buildTemplates, type NamedTemplate, type Templates } from '../src/index.ts';

export interface TestDocument {
  readonly _index: string;
  readonly _id: string;
  readonly _source: Readonly<Record<string, unknown>>;
}

export interface Refusal {
  readonly document: TestDocument;
  readonly error: string;
}

/**
 * The product's templates and indexes under names of this test alone. Under their real names they would hold for every
 * test beside it and after it, which then would find other mappings than when it runs alone.
 */
export class TemplatedIndexes {
  readonly #client: Client;
  readonly #prefix: string;

  static async open(client: Client, scope: TestScope): Promise<TemplatedIndexes> {
    const indexes = new TemplatedIndexes(client, scope.indexPrefix);
    await putTemplates(client, withPrefix(buildTemplates(await loadBuiltInLogTypes()), scope.indexPrefix));
    return indexes;
  }

  private constructor(client: Client, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  /** Indexes go with the scope, templates do not. */
  async removeTemplates(): Promise<void> {
    await this.#client.indices.deleteIndexTemplate({ name: this.all });
    await this.#client.cluster.deleteComponentTemplate({ name: this.all });
  }

  name(index: string): string {
    return `${this.#prefix}${index}`;
  }

  get all(): string {
    return `${this.#prefix}*`;
  }

  /** @returns what the index refused; everything else is searchable when this resolves */
  async add(documents: readonly TestDocument[]): Promise<Refusal[]> {
    const body = documents.flatMap(({ _index, _id, _source }) => [
      { create: { _index: this.name(_index), _id } },
      _source,
    ]);
    const { items } = (await this.#client.bulk({ body, refresh: true })).body;
    return items.flatMap((item, position) => {
      const error = item['create']?.error as { type: string; reason?: string } | undefined;
      if (error === undefined || error.type === 'version_conflict_engine_exception') return [];
      return [{ document: documents[position]!, error: `${error.type}: ${error.reason}` }];
    });
  }

  /** As the worker writes: what is refused once comes again in safe form. */
  async addAsWorker(
    documents: readonly TestDocument[],
  ): Promise<{ indexed: number; safeForm: number; rejected: number }> {
    const indexer = new BulkIndexer(this.#client, { siblingPatterns: [`${this.#prefix}*_*`] });
    const lines = documents.map(({ _index, _id, _source }) => [
      Buffer.from(`${JSON.stringify({ create: { _index: this.name(_index), _id } })}\n`),
      Buffer.from(`${JSON.stringify(_source)}\n`),
    ]);
    const actionStarts: number[] = [];
    const sourceStarts: number[] = [];
    let at = 0;
    for (const [action, source] of lines) {
      actionStarts.push(at);
      sourceStarts.push(at + action!.length);
      at += action!.length + source!.length;
    }
    const outcome = await indexer.index({
      body: Buffer.concat(lines.flat()),
      actionStarts: Uint32Array.from([...actionStarts, at]),
      sourceStarts: Uint32Array.from(sourceStarts),
    });
    await indexer.close();
    await this.#client.indices.refresh({ index: this.all });
    return { indexed: outcome.indexed, safeForm: outcome.safeForm, rejected: outcome.rejected.length };
  }

  async ids(index: string, query: string): Promise<string[]> {
    const answer = await this.#client.search({
      index: this.name(index),
      body: { size: 100, query: { query_string: { query } } },
    });
    return answer.body.hits.hits.map(({ _id }) => String(_id)).sort();
  }
}

function withPrefix({ components, indexes, conflicts }: Templates, prefix: string): Templates {
  const prefixed = (name: string) => `${prefix}${name}`;
  const index = ({ name, body }: NamedTemplate): NamedTemplate => {
    const { index_patterns: patterns = [], composed_of: parts = [], template } = body;
    const aliases = Object.entries(template.aliases ?? {}).map(([alias, settings]) => [prefixed(alias), settings]);
    return {
      name: prefixed(name),
      body: {
        ...body,
        index_patterns: patterns.map(prefixed),
        composed_of: parts.map(prefixed),
        template: { ...template, aliases: Object.fromEntries(aliases) },
      },
    };
  };
  return {
    components: components.map(({ name, body }) => ({ name: prefixed(name), body })),
    indexes: indexes.map(index),
    conflicts,
  };
}

/** Raw records as a log type's reader and mapping turn them into documents: text, one JSON value, or one a line. */
export async function normalize(name: string, raw: object | string): Promise<TestDocument[]> {
  const folder = mkdtempSync(join(tmpdir(), 'siem-templates-'));
  try {
    const file = join(folder, 'events.json');
    const text =
      typeof raw === 'string'
        ? raw
        : Array.isArray(raw)
          ? raw.map((record) => JSON.stringify(record)).join('\n')
          : JSON.stringify(raw);
    writeFileSync(file, text);
    const definition = await loadBuiltInLogType(name);
    const runner = await createSampleRunner();
    const sample = { name, file, expectedFile: '', key: definition.exampleKey.replace(/\.gz$/, '') };
    return (await runner.run(sample, definition)).documents;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
