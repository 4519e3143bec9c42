import { ecsVersion } from '@siem/ecs';
import {
  type ChunkEnvironment,
  type LogTypeDefinition,
  md5,
  mergeInto,
  parseEpoch,
  quote,
  type RecordMeta,
  timestampParser,
} from '@siem/log-type';

const iso8601 = timestampParser('iso8601');

/**
 * Document of a record whose text could not be parsed: what is known without its fields, so that it can be searched.
 * Sets time, index and id in the environment as a compiled function does.
 */
export function renderUnparsed(
  definition: LogTypeDefinition,
  raw: string,
  meta: RecordMeta,
  reason: string,
  environment: ChunkEnvironment,
): string {
  const time =
    iso8601(meta.envelopeTime, environment.writtenMs) ?? parseEpoch(meta.envelopeTime) ?? environment.keyTime;
  environment.timestamp = time ?? environment.arrived;
  environment.indexTime = environment.timestamp;
  environment.index = definition.index;
  const id = md5(`${raw}${environment.key}${meta.envelopeId ?? ''}`);
  environment.idJson = quote(id);
  environment.idSuffix = '';
  environment.idFromContent = true;
  const document = {
    '@timestamp': environment.timestamp,
    '@message': raw,
    '@log_type': definition.name,
    '@log_s3bucket': environment.bucket,
    '@log_s3key': environment.key,
    '@log_group': meta.logGroup,
    '@log_stream': meta.logStream,
    '@id': id,
    ecs: { version: ecsVersion },
    event: { module: definition.name, ingested: environment.ingested, kind: 'pipeline_error' },
    cloud: definition.cloudProvider === false ? undefined : cloudOf(definition, meta, environment),
    error: { message: reason },
    tags: ['siem_unparsed'],
  };
  return JSON.stringify(meta.fields === undefined ? document : mergeInto({ ...meta.fields }, document));
}

function cloudOf(definition: LogTypeDefinition, meta: RecordMeta, environment: ChunkEnvironment): object {
  return {
    provider: definition.cloudProvider ?? 'aws',
    account: { id: meta.accountId ?? environment.accountId ?? 'unknown' },
    region: meta.region ?? environment.region ?? 'unknown',
  };
}
