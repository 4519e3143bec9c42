import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { allLogTypes } from '@siem/custom-log-types';
import { asnFile, cityFile, openGeoDatabases } from '@siem/enrichment';
import { readThreatLists } from '@siem/threat-intel';
import { errorText, type Finding, Report } from './finding.ts';

const dayMs = 86_400_000;
const oldGeoDays = 30;
const oldListDays = 7;

/** Databases, lists and log types of the user's own, where this machine has what the workers have. */
export async function checkEnrichment(environment: NodeJS.ProcessEnv, now: Date): Promise<Finding[]> {
  const report = new Report('enrichment');
  const { SIEM_GEOIP_DIR: geoip, SIEM_THREAT_DIR: threat, SIEM_CUSTOM_DIR: custom } = environment;
  await checkGeoip(geoip, now, report);
  if (isLocal(threat)) checkThreatLists(threat, now, report);
  if (isLocal(custom)) await checkCustomTypes(custom, report);
  return report.findings;
}

/** A prefix in S3 is the workers' business. */
function isLocal(directory: string | undefined): directory is string {
  return directory !== undefined && directory !== '' && !directory.startsWith('s3://');
}

async function checkGeoip(directory: string | undefined, now: Date, report: Report): Promise<void> {
  if (directory === undefined || directory === '') {
    const advice = 'Set SIEM_GEOIP_DIR to a directory with MaxMind databases: world maps and countries need them.';
    report.warning('GeoIP', 'SIEM_GEOIP_DIR is not set', advice);
    return;
  }
  if (!isLocal(directory)) return;
  try {
    const { city, asn } = await openGeoDatabases(directory);
    for (const [name, database] of [
      [cityFile, city],
      [asnFile, asn],
    ] as const) {
      if (database === undefined) {
        report.warning('GeoIP', `${name} is not in ${directory}`, 'Download it from MaxMind; the other still works.');
        continue;
      }
      const days = Math.floor((now.getTime() - database.metadata.buildEpoch.getTime()) / dayMs);
      if (days > oldGeoDays) report.warning('GeoIP', `${name} is ${days} days old`, 'MaxMind updates it twice a week.');
      else report.ok('GeoIP', `${name} is ${days} days old`);
    }
  } catch (error) {
    report.failed('GeoIP', errorText(error), 'Workers do not start with it: replace the file.');
  }
}

function checkThreatLists(directory: string, now: Date, report: Report): void {
  try {
    if (!existsSync(directory)) throw new Error(`SIEM_THREAT_DIR ${directory} is not there`);
    const { indicators, problems } = readThreatLists(directory);
    for (const { file, reason } of problems)
      report.warning('threat lists', `${file}: ${reason}`, 'The other lists are used.');
    if (indicators.length === 0) {
      report.warning('threat lists', 'they have no indicators', 'See README for the forms a list may have.');
      return;
    }
    const days = Math.floor((now.getTime() - newestFile(directory)) / dayMs);
    const found = `${indicators.length.toLocaleString('en')} indicators, the newest list is ${days} days old`;
    if (days > oldListDays) report.warning('threat lists', found, 'Old indicators alert on innocent addresses.');
    else report.ok('threat lists', found);
  } catch (error) {
    report.failed('threat lists', errorText(error), 'Workers do not start with it.');
  }
}

/** Milliseconds since 1970. */
function newestFile(directory: string): number {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(...files.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs));
}

async function checkCustomTypes(directory: string, report: Report): Promise<void> {
  try {
    const types = await allLogTypes(directory);
    report.ok('own log types', `${types.length} log types with those of ${directory}`);
  } catch (error) {
    report.failed('own log types', errorText(error), 'Workers do not start with it: `siem log-types test` shows more.');
  }
}
