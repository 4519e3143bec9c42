import ipaddr from 'ipaddr.js';
import { encodeValue, type MmdbValue } from './encode.ts';

export interface MmdbNetwork {
  /** CIDR notation, IPv4 or IPv6. */
  network: string;
  data: { [key: string]: MmdbValue };
}

type Node = [Branch, Branch];
type Branch = Node | number | undefined;

const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')]);
const recordBits = 32;

/**
 * A MaxMind DB (IPv6 tree, IPv4 below ::/96) with these networks. Later networks must not contain earlier ones.
 * @see https://maxmind.github.io/MaxMind-DB/
 * @param buildEpochSeconds goes into the metadata; fixed, so that the same input gives the same file
 */
export function buildMmdb(type: string, networks: readonly MmdbNetwork[], buildEpochSeconds: number): Buffer {
  const root: Node = [undefined, undefined];
  const data: Buffer[] = [];
  let dataLength = 0;
  for (const { network, data: value } of networks) {
    insert(root, bitsOf(network), dataLength);
    data.push(encodeValue(value));
    dataLength += data.at(-1)!.length;
  }
  const nodes = collect(root);
  return Buffer.concat([
    tree(nodes),
    Buffer.alloc(16),
    ...data,
    marker,
    metadata(type, nodes.length, buildEpochSeconds),
  ]);
}

function bitsOf(network: string): number[] {
  const [address, length] = ipaddr.parseCIDR(network);
  const isIpv4 = address.kind() === 'ipv4';
  const bytes = isIpv4 ? [...Array<number>(12).fill(0), ...address.toByteArray()] : address.toByteArray();
  const bits = bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((shift) => (byte >> shift) & 1));
  return bits.slice(0, length + (isIpv4 ? 96 : 0));
}

function insert(root: Node, bits: readonly number[], offset: number): void {
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    const next = node[bit];
    if (typeof next === 'object') node = next;
    else {
      const split: Node = [next, next];
      node[bit] = split;
      node = split;
    }
  }
  node[bits.at(-1)!] = offset;
}

/** Breadth first, so that the root is node 0. */
function collect(root: Node): Node[] {
  const nodes = [root];
  for (let i = 0; i < nodes.length; i++) {
    for (const branch of nodes[i]!) if (typeof branch === 'object') nodes.push(branch);
  }
  return nodes;
}

function tree(nodes: readonly Node[]): Buffer {
  const numbers = new Map(nodes.map((node, i) => [node, i]));
  const bytes = Buffer.alloc(nodes.length * (recordBits / 4));
  nodes.forEach((node, i) => {
    node.forEach((branch, side) => {
      const record =
        branch === undefined
          ? nodes.length
          : typeof branch === 'object'
            ? numbers.get(branch)!
            : nodes.length + 16 + branch;
      bytes.writeUInt32BE(record, i * 8 + side * 4);
    });
  });
  return bytes;
}

function metadata(type: string, nodeCount: number, buildEpochSeconds: number): Buffer {
  const map: [string, Buffer][] = [
    ['binary_format_major_version', encodeValue(2, 'uint16')],
    ['binary_format_minor_version', encodeValue(0, 'uint16')],
    ['build_epoch', encodeValue(buildEpochSeconds, 'uint64')],
    ['database_type', encodeValue(type)],
    ['description', encodeValue({ en: 'Made-up ranges for demonstrations and tests' })],
    ['ip_version', encodeValue(6, 'uint16')],
    ['languages', encodeValue(['en'])],
    ['node_count', encodeValue(nodeCount)],
    ['record_size', encodeValue(recordBits, 'uint16')],
  ];
  return Buffer.concat([
    Buffer.from([(7 << 5) | map.length]),
    ...map.flatMap(([key, value]) => [encodeValue(key), value]),
  ]);
}
