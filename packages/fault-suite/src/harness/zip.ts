import { crc32, deflateRawSync } from 'node:zlib';

/** A zip archive with one file. @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3 */
export function zipOf(name: string, text: string): Buffer {
  const raw = Buffer.from(text);
  const packed = deflateRawSync(raw);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(raw), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(raw.length, 18);
  common.writeUInt16LE(name.length, 22);
  const file = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
  const directory = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(file.length, 16);
  return Buffer.concat([file, directory, end]);
}
