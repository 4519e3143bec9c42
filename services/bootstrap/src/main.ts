// `siem bootstrap apply --yes` as a task of its own: what docker-compose.yml and Terraform run before the workers.
import { countsText, failuresText, openBootstrap, planText } from '@siem/bootstrap';
import { renderDashboards } from '@siem/dashboards';
import { loadBuiltInLogTypes } from '@siem/log-types';

try {
  const definitions = await loadBuiltInLogTypes();
  await using open = openBootstrap(process.env, { definitions, savedObjects: await renderDashboards(definitions) });
  const { plan, done, failures } = await open.bootstrap.apply();
  console.log(planText(plan));
  console.log(`Done: ${countsText(done)}`);
  if (failures.length > 0) {
    console.error(failuresText(failures));
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
