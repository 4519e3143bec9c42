import type { Random } from './random.ts';

/** What the generated logs have in common: accounts, people, machines and addresses. */
export interface World {
  accounts: readonly string[];
  regions: readonly string[];
  interfaces: readonly { id: string; ip: string; account: string }[];
  people: readonly { name: string; ip: string }[];
  roles: readonly { name: string; id: string; account: string }[];
}

export function createWorld(random: Random): World {
  const accounts = ['111122223333', '444455556666', '777788889999'];
  return {
    accounts,
    regions: ['eu-west-1', 'eu-central-1', 'us-east-1'],
    interfaces: Array.from({ length: 300 }, () => ({
      id: `eni-${random.hex(17)}`,
      ip: privateAddress(random),
      account: random.pick(accounts),
    })),
    people: ['maria', 'jonas', 'aiko', 'samuel', 'priya', 'lukas'].map((name, i) => ({
      name,
      ip: `192.0.2.${10 + i}`,
    })),
    roles: ['Deploy', 'App', 'Backup', 'ReadOnly', 'Audit', 'DataLake'].flatMap((name) =>
      accounts.map((account) => ({ name, id: random.id('AROA', 21), account })),
    ),
  };
}

export function privateAddress(random: Random): string {
  return `10.${random.integer(0, 7)}.${random.integer(0, 63)}.${random.integer(4, 254)}`;
}

/** Networks that the made-up GeoIP database knows, and some that it does not. */
const networks = [
  '198.51.100',
  '203.0.113',
  '3.17.22',
  '13.113.8',
  '18.184.90',
  '34.241.7',
  '41.190.3',
  '52.65.11',
  '80.94.92',
  '102.130.49',
  '103.21.58',
  '151.101.4',
  '185.220.101',
  '200.14.16',
  '45.9.20',
];

export function publicAddress(random: Random): string {
  return random.chance(0.03)
    ? `2001:db8:${random.integer(1, 3)}::${random.hex(4)}`
    : `${random.pick(networks)}.${random.integer(1, 254)}`;
}

/** Addresses of the story: the one who guesses passwords, and where the login then succeeds from. */
export const attacker = { guessing: '185.220.101.47', login: '41.190.3.22', victim: 'samuel' };
