import { detectLogType } from '@siem/content-detection';
import { ObjectReadError } from '@siem/decompression';
import type { LogTypeDefinition, LogTypes } from '@siem/log-type';
import { type S3Clients, s3Source } from '@siem/object-store';
import type { S3ObjectReference } from '@siem/queue';

export interface ChoiceDeps {
  objects: S3Clients;
  logTypes: LogTypes;
  /** Whether objects are looked into whose key says nothing. */
  detectContent: boolean;
}

/** `ignored`: why the object is none to load. */
export type Choice = { definition: LogTypeDefinition; by: 'key' | 'content' } | { ignored: string };

/**
 * The log type of an object: what its key says, else what its first records look like.
 * @throws ObjectStoreError when the object cannot be read
 */
export async function chooseLogType(
  reference: S3ObjectReference,
  deps: ChoiceDeps,
  signal: AbortSignal,
): Promise<Choice> {
  const match = deps.logTypes.forKey(reference.key);
  if (match.kind === 'log-type') return { definition: match.definition, by: 'key' };
  if (match.kind === 'ignored') return { ignored: match.reason };
  if (!deps.detectContent) return { ignored: 'unknown_log_type' };
  try {
    const detection = await detectLogType(await s3Source(deps.objects, reference, { signal }), deps.logTypes.all);
    return detection === undefined
      ? { ignored: 'unknown_log_type' }
      : { definition: detection.definition, by: 'content' };
  } catch (error) {
    // What cannot be unpacked is nobody's log.
    if (error instanceof ObjectReadError) return { ignored: 'unknown_log_type' };
    throw error;
  }
}
