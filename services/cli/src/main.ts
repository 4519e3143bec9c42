import { Command } from 'commander';
import { addAuditCommand } from './commands/audit.ts';
import { addBackfillCommand } from './commands/backfill.ts';
import { addBootstrapCommand } from './commands/bootstrap.ts';
import { addCapacityCommand } from './commands/capacity.ts';
import { addDashboardsCommand } from './commands/dashboards.ts';
import { addDeadLettersCommand } from './commands/dead-letters.ts';
import { addDlqCommand } from './commands/dlq.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addLogTypesCommand } from './commands/log-types.ts';
import { addParseCommand } from './commands/parse.ts';

const program = new Command('siem')
  .description('SIEM for Amazon OpenSearch Service: parse files, look into a running system, repair it')
  .showHelpAfterError();

addParseCommand(program);
addExplainCommand(program);
addLogTypesCommand(program);
addBootstrapCommand(program);
addDashboardsCommand(program);
addCapacityCommand(program);
addDeadLettersCommand(program);
addDlqCommand(program);
addAuditCommand(program);
addBackfillCommand(program);
addDoctorCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
