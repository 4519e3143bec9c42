import type { ChunkEnvironment } from '@siem/log-type';
import { quotedDigits, RecordDigests } from '@siem/record-digests';
import type { EnvelopeContent } from './envelope.ts';

const recordDigests = new RecordDigests();
/** Fewer texts are not worth the way there. */
const minTexts = 16;

/** MD5 of many records, one behind the other, of which the ids of their documents are made: cheaper than one by one. */
export class ContentDigests {
  private readonly json: string;

  private constructor(json: string) {
    this.json = json;
  }

  private static made(json: string | undefined): ContentDigests | undefined {
    return json === undefined ? undefined : new ContentDigests(json);
  }

  /** @param frames [start, end, …] of the records in `bytes` */
  static ofFrames(bytes: Uint8Array, frames: ArrayLike<number>): ContentDigests | undefined {
    return ContentDigests.made(recordDigests.of(bytes, frames));
  }

  /** Of those contents that are texts, and so may be records. */
  static ofContents(contents: readonly EnvelopeContent[]): ContentDigests | undefined {
    if (contents.length < minTexts) return undefined;
    return ContentDigests.made(recordDigests.ofTexts(contents.map(identified)));
  }

  /** Tells the mapping the digest of record `i`; it counts only for a record of this text and envelope. */
  announce(i: number, text: string, envelopeId: string | undefined, environment: ChunkEnvironment): void {
    environment.digested = text;
    environment.digestedEnvelope = envelopeId;
    environment.digestJson = this.json.substring(i * quotedDigits, (i + 1) * quotedDigits);
  }
}

/** What the id is made of: equal records of several envelopes are several events. */
function identified({ content, meta }: EnvelopeContent): string {
  return typeof content === 'string' ? content + (meta.envelopeId ?? '') : '';
}
