import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readThreatLists, ThreatDirectory, ThreatLists } from '../src/index.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siem-threat-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function put(file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, 1_769_000_000, 1_769_000_000);
}

const lists = (...values: string[]) => new ThreatLists(values.map((value) => ({ value, name: value, provider: 'p' })));
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

describe('looking up', () => {
  it('finds addresses by themselves and by their networks, of both families', () => {
    const known = lists('198.51.100.7', '198.51.100.0/24', '203.0.0.0/8', '2001:db8:1::/48', '2001:DB8:1:0::5');
    expect(names(known.findIp('198.51.100.7'))).toEqual(['198.51.100.7', '198.51.100.0/24']);
    expect(names(known.findIp('198.51.101.7'))).toEqual([]);
    expect(names(known.findIp('203.255.0.1'))).toEqual(['203.0.0.0/8']);
    expect(names(known.findIp('2001:db8:1::5'))).toEqual(['2001:db8:1::/48', '2001:DB8:1:0::5']);
    expect(names(known.findIp('::ffff:198.51.100.9'))).toEqual(['198.51.100.0/24']);
  });

  it('agrees with comparing the bits one by one', () => {
    const octets = fc.tuple(fc.integer({ min: 1, max: 223 }), fc.nat(3), fc.nat(255), fc.nat(255));
    const bits = (address: readonly number[]) => address.map((octet) => octet.toString(2).padStart(8, '0')).join('');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(octets, fc.integer({ min: 1, max: 32 })), { maxLength: 20 }),
        octets,
        (nets, address) => {
          fc.pre(![10, 127, 169, 172, 192].includes(address[0]));
          const known = lists(...nets.map(([net, length]) => `${net.join('.')}/${length}`));
          const expected = nets.filter(
            ([net, length]) => bits(net).slice(0, length) === bits(address).slice(0, length),
          );
          expect(known.findIp(address.join('.'))).toHaveLength(expected.length);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it('takes a local address only where a list names the very address', () => {
    const known = lists('10.0.0.0/8', '10.1.2.3', '192.168.0.0/16');
    expect(names(known.findIp('10.1.2.3'))).toEqual(['10.1.2.3']);
    expect(known.findIp('10.1.2.4')).toEqual([]);
    expect(known.findIp('192.168.0.1')).toEqual([]);
  });

  it('finds domains, and what is under a domain listed with a star', () => {
    const known = lists('bad.example', '*.worse.example');
    expect(names(known.findDomain('BAD.example.'))).toEqual(['bad.example']);
    expect(known.findDomain('www.bad.example')).toEqual([]);
    expect(names(known.findDomain('a.b.worse.example'))).toEqual(['*.worse.example']);
    expect(known.findDomain('worse.example')).toEqual([]);
  });

  it.each(['', '1', '1.2', '999.1.1.1', '300', '::gg', 'constructor', '__proto__', '1.2.3.4.5', '1.2.3.4/8'])(
    'finds nothing for %j',
    (text) => {
      const known = lists('0.0.0.0/1', '::/1', 'a.example');
      expect(known.findIp(text)).toEqual([]);
      expect(known.findDomain(text)).toEqual([]);
    },
  );
});

describe('reading lists', () => {
  const read = () => readThreatLists(folder).indicators;
  const modified_at = '2026-01-21T12:53:20Z';

  it('reads plain text with comments and lines of a hosts file', () => {
    put('TXT/mine.txt', '# list\n198.51.100.1 ; why\n198.51.100.0/25\r\n\n0.0.0.0 bad.example # ads\n');
    const facts = { name: 'mine.txt', provider: 'custom', modified_at };
    expect(read()).toEqual([
      { value: '198.51.100.1', ...facts },
      { value: '198.51.100.0/25', ...facts },
      { value: 'bad.example', ...facts },
    ]);
  });

  it('takes the folder for the provider', () => {
    put('TXT/acme/list.txt', '198.51.100.1\n');
    expect(read()[0]?.provider).toBe('acme');
  });

  it('reads CSV, also with its header in a comment', () => {
    put('c.csv', 'first_seen,dst_ip,malware\n2026-01-01 10:00:00,"198.51.100.1","Q,bot"\n');
    put(
      'd.csv',
      '# feed\n# "first_seen_utc","ioc_value","malware_printable"\n"2026-01-02 10:00:00","198.51.100.2:443","X"\n',
    );
    expect(read()).toEqual([
      { value: '198.51.100.1', name: 'Q,bot', provider: 'custom', modified_at, first_seen: '2026-01-01T10:00:00Z' },
      { value: '198.51.100.2', name: 'X', provider: 'custom', modified_at, first_seen: '2026-01-02T10:00:00Z' },
    ]);
  });

  it('reads STIX bundles', () => {
    const objects = [
      { type: 'identity', name: 'x' },
      {
        type: 'indicator',
        name: 'C2',
        pattern: "[ipv4-addr:value = '198.51.100.1' OR domain-name:value = 'c2.example']",
        modified: '2026-01-05T00:00:00.000Z',
        valid_from: '2026-01-01T00:00:00Z',
      },
      { type: 'indicator', pattern: "[ipv4-addr:value ISSUBSET '198.51.100.0/24']", revoked: true },
      { type: 'indicator', pattern: "[file:hashes.MD5 = '198.51.100.9']" },
    ];
    put('STIX2/acme/b.json', JSON.stringify({ type: 'bundle', id: 'bundle--1', objects }));
    const facts = {
      name: 'b.json: C2',
      provider: 'acme',
      first_seen: '2026-01-01T00:00:00Z',
      modified_at: '2026-01-05T00:00:00Z',
    };
    expect(read()).toEqual([
      { value: '198.51.100.1', ...facts },
      { value: 'c2.example', ...facts },
    ]);
  });

  it("reads Tor's exits and abuse.ch", () => {
    put(
      'a',
      'ExitNode AB12\nPublished 2026-01-01 00:00:00\nLastStatus 2026-01-02 00:00:00\nExitAddress 198.51.100.1 2026-01-03 00:00:00\n',
    );
    put(
      'b',
      JSON.stringify([
        {
          ip_address: '198.51.100.2',
          malware: 'Q',
          status: 'online',
          first_seen: '2026-01-01 10:00:00',
          last_online: '2026-01-04',
        },
      ]),
    );
    expect(read()).toEqual([
      {
        value: '198.51.100.1',
        name: 'TOR',
        provider: 'torproject.org',
        reference: 'https://metrics.torproject.org/rs.html#details/AB12',
        modified_at: '2026-01-03T00:00:00Z',
        last_seen: '2026-01-02T00:00:00Z',
      },
      {
        value: '198.51.100.2',
        name: 'Q',
        provider: 'abuse.ch',
        reference: 'https://feodotracker.abuse.ch/browse/host/198.51.100.2/',
        modified_at,
        description: 'status is online',
        first_seen: '2026-01-01T10:00:00Z',
        last_seen: '2026-01-04T00:00:00Z',
      },
    ]);
  });

  it('names files that it cannot read, and reads the others', () => {
    put('a.json', '{"x":1}');
    put('b.json', '{broken');
    put('c.csv', 'colour,size\nred,1\n');
    put('d.txt', '198.51.100.1\nno address\n');
    const { indicators, problems } = readThreatLists(folder);
    expect(problems.map(({ file }) => file)).toEqual(['a.json', 'b.json', 'c.csv']);
    expect(new ThreatLists(indicators)).toMatchObject({ size: 1, unusable: 1 });
  });
});

describe('a directory', () => {
  it('is read anew when a file has changed, and keeps its lists when that fails', () => {
    put('a.txt', '198.51.100.1\n');
    const directory = new ThreatDirectory(folder);
    const before = directory.lists;
    expect(directory.refresh()).toBe(false);
    put('b.txt', '198.51.100.2\n');
    expect(directory.refresh()).toBe(true);
    expect(directory.lists.findIp('198.51.100.2')).toHaveLength(1);
    expect(before.findIp('198.51.100.2')).toHaveLength(0);
    rmSync(folder, { recursive: true });
    expect(directory.refresh()).toBe(false);
    expect(directory.lists.size).toBe(2);
    mkdirSync(folder);
  });

  it('that is not there is named', () => {
    expect(() => new ThreatDirectory(join(folder, 'gone'))).toThrow(/gone cannot be read/);
  });
});
