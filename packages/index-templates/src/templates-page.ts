import type { LogTypeDefinition } from '@siem/log-type';
import { dynamicTemplates } from './dynamic-templates.ts';
import { flatObjectChoices, whyFlat } from './field-choices.ts';
import { mergeOwnFields } from './log-type-fields.ts';

/** The page docs/index-templates.md: which types fields get and why. */
export function templatesPage(definitions: readonly LogTypeDefinition[]): string {
  return `${[introduction, typeRules, dynamicRules(), flatObjects(definitions), settings].join('\n\n')}\n`;
}

const introduction = `# Index templates

Generated from \`packages/index-templates\` and the log types' definitions:
\`node packages/index-templates/scripts/templates-page.ts\` writes it, a test compares. \`siem bootstrap apply\` puts the templates into
the cluster.

One component template per ECS field set (\`siem-ecs-source\`, \`siem-ecs-event\`, …) and one of our own fields and
settings (\`siem-base\`); one index template per index (\`siem-log-aws-cloudtrail\` for \`log-aws-cloudtrail-*\` and
\`log-aws-cloudtrail_*\`) that is composed of the sets its log types write. \`siem-log\` takes indexes of log types that users add.
Priorities are 150 for \`siem-log\` and 200 plus twice the name's length for the rest, so that the longer name wins;
the reference's templates have 0 to 5 and may stay installed.

Every document of every log type's samples is indexed into a real OpenSearch with these templates by
\`packages/index-templates/test/documents.integration.test.ts\`, with the conflicts between objects and values that users of
the reference reported (\`test/reported-conflicts.ts\`, by issue number).`;

const typeRules = `## Types

| field | type | why |
|---|---|---|
| ECS fields | as ECS says | exact types for every field set that a log type writes |
| ECS \`wildcard\` | \`keyword\` | paths, URLs and command lines are counted more often than searched by their middle; bodies and stack traces are \`match_only_text\` |
| \`@message\` | \`match_only_text\` | the whole raw record: words without positions and scores take a tenth of the room of \`text\` |
| addresses | \`ip\`, \`ignore_malformed\` | networks can be searched (\`source.ip:10.0.0.0/8\`); sources write \`-\` and names where addresses should be |
| places | \`geo_point\` | maps |
| times | \`date\`; \`date_nanos\` where the definition says that a source carries nanoseconds | \`date_detection\` is off: otherwise the first text that looks like a date decides for all |
| numbers | \`long\`, \`double\`, \`ignore_malformed\` | one \`-\` must not refuse a document; the value is then listed in \`_ignored\` |
| any other text | \`keyword\`, \`ignore_above: 8191\` | the largest that can never exceed Lucene's 32,766 bytes; longer values stay in the document, and their words are found in \`@message\` |
| unbounded maps | \`flat_object\` | see below |
| \`siem_unmapped\` | \`flat_object\` | where the worker puts what an index refused (safe form) |

What a \`flat_object\` can: \`responseElements.ConsoleLogin:Failure\`, \`requestParameters.items:two\`, wildcards, \`exists\`, and \`requestParameters:x\`
for a value at any path. What it cannot: aggregations on a path below it (OpenSearch 3.8 answers with one useless
bucket per document), ranges by number (values compare as text), and a text or number where the object should be. A
value above 32,766 bytes is refused there; the worker then moves the field to \`siem_unmapped\`, cut to what fits.`;

function dynamicRules(): string {
  const rows = dynamicTemplates.flatMap((template) =>
    Object.entries(template).map(([name, rule]) => {
      const match = [rule.match_mapping_type, pathText(rule.path_match)]
        .filter((text) => text !== undefined)
        .join(', ');
      const options = Object.entries(rule.mapping)
        .filter(([key]) => key !== 'type')
        .map(([key, value]) => `, ${key}: ${value}`);
      return `| ${name} | ${match} | \`${rule.mapping.type}\`${options.join('')} |`;
    }),
  );
  return `## Fields that no template names

The first rule that matches decides. Objects deeper than five levels become one field, and an index takes 1,500 new
paths at most (\`index.mapping.total_fields.limit\` is what its templates name plus that); beyond it documents come in safe form,
none is lost.

| rule | matches | mapping |
|---|---|---|
${rows.join('\n')}`;
}

function pathText(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  return path.length > 40 ? 'the ECS fields of this type' : `\`${path}\``;
}

function flatObjects(definitions: readonly LogTypeDefinition[]): string {
  const byIndex = Map.groupBy(definitions, ({ index }) => index);
  const rows = [...byIndex.keys()].sort().flatMap((index) => {
    const { fields } = mergeOwnFields(index, byIndex.get(index)!);
    const declared = [...fields].filter(([, { type }]) => type === 'flat_object').map(([field]) => field);
    const chosen = flatObjectChoices.filter((choice) => choice.index === index).map(({ field }) => field);
    return [...new Set([...declared, ...chosen])]
      .sort()
      .map((field) => `| \`${index}\` | \`${field}\` | ${whyFlat(index, field)} |`);
  });
  return `## Maps in one field

Field names of these maps are chosen by the source, its users or an attacker; a path each would use up the index's
fields, and the first document would decide on the type for all others. \`x.*\` stands for the objects right below \`x\`.

| index | field | why |
|---|---|---|
${rows.join('\n')}`;
}

const settings = `## Settings

| setting | value | why |
|---|---|---|
| \`index.codec\` | \`best_compression\`; \`zstd\` or \`zstd_no_dict\` by choice | logs are written once and read seldom; \`zstd_no_dict\` packs as well for a third less CPU where the cluster has it |
| \`index.number_of_shards\` | expected gigabytes a day × days per index ÷ 40, 1 to 64 | \`expectedGigabytesPerDay\` by index name in the configuration of bootstrap; without it one shard |
| \`index.number_of_replicas\` | 1; 0 on a single data node | \`replicas\` |
| \`index.refresh_interval\` | 10 s | ten times fewer small segments than at the default |
| \`index.query.default_field\` | \`@message\` and what enrichment adds | all fields, the default, fails above 1,024 fields |
| \`index.max_docvalue_fields_search\` | 200 | OpenSearch Dashboards asks for every date field of an index pattern |

Serverless collections refuse settings of shards, replicas, codec and refresh; they are left out there.`;
