export { writeDemoDatabases } from './demo-databases.ts';
export { buildMmdb, type MmdbNetwork } from './mmdb.ts';
