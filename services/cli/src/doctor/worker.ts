import { errorText, type Finding, Report } from './finding.ts';

const timeoutMs = 5_000;

/** One worker, by its own word. @param url of its health port, such as `http://10.0.1.5:8080` */
export async function checkWorker(url: string): Promise<Finding[]> {
  const report = new Report('worker');
  try {
    const ready = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(timeoutMs) });
    const text = (await ready.text()).trim().slice(0, 200);
    if (ready.ok) report.ok('ready', url);
    else report.failed('ready', `${url} answers ${ready.status}: ${text}`, 'Its log says more.');
    const metrics = await (await fetch(new URL('/metrics', url), { signal: AbortSignal.timeout(timeoutMs) })).text();
    const imbalance = sumOf(metrics, 'siem_ledger_imbalance_total');
    if (imbalance === 0) report.ok('ledger', 'every object balances');
    else
      report.failed('ledger', `${imbalance} objects do not balance`, 'Their messages stay; this is a fault of ours.');
  } catch (error) {
    const advice = 'Check --worker and that this machine may reach the health port.';
    report.failed('ready', `${url}: ${errorText(error)}`, advice);
  }
  return report.findings;
}

/** Of a counter in Prometheus' text form, over all its labels. */
function sumOf(metrics: string, name: string): number {
  const rows = metrics.split('\n').filter((row) => row.startsWith(`${name}{`) || row.startsWith(`${name} `));
  return rows.reduce((sum, row) => sum + Number(row.slice(row.lastIndexOf(' ') + 1)), 0);
}
