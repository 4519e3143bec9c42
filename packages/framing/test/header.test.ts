import { Buffer } from 'node:buffer';
import { expect, it } from '@jest/globals';
import { frameBytes } from '../src/index.ts';
import { formats } from './helpers.ts';

it('does not leave out records that stand behind a header with lone carriage returns as line ends', () => {
  const text = 'version srcaddr\r2 192.0.2.1\r2 192.0.2.2\r';

  const framed = frameBytes(Buffer.from(text), formats.headed);

  expect(framed).toEqual([expect.objectContaining({ bytes: Buffer.from(text), firstRecord: 0 })]);
});
