import { Command } from 'commander';

type AddCommand = (program: Command) => void;

/** Only the command that is called is loaded; all of them take seconds. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  parse: async () => (await import('./commands/parse.ts')).addParseCommand,
  explain: async () => (await import('./commands/explain.ts')).addExplainCommand,
  'log-types': async () => (await import('./commands/log-types.ts')).addLogTypesCommand,
  'import-user-ini': async () => (await import('./commands/import-user-ini.ts')).addImportUserIniCommand,
  drift: async () => (await import('./commands/drift.ts')).addDriftCommand,
  bootstrap: async () => (await import('./commands/bootstrap.ts')).addBootstrapCommand,
  dashboards: async () => (await import('./commands/dashboards.ts')).addDashboardsCommand,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctorCommand,
  audit: async () => (await import('./commands/audit.ts')).addAuditCommand,
  backfill: async () => (await import('./commands/backfill.ts')).addBackfillCommand,
  'dead-letters': async () => (await import('./commands/dead-letters.ts')).addDeadLettersCommand,
  dlq: async () => (await import('./commands/dlq.ts')).addDlqCommand,
  capacity: async () => (await import('./commands/capacity.ts')).addCapacityCommand,
};

const program = new Command('siem')
  .description('SIEM for Amazon OpenSearch Service: parse files, look into a running system, repair it')
  .showHelpAfterError();

const called = commands[process.argv[2] ?? ''];
const loaded = called === undefined ? Object.values(commands) : [called];
for (const add of await Promise.all(loaded.map((load) => load()))) add(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
