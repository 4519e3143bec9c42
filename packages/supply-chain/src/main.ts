// npm run sbom [-- FILE]: writes a CycloneDX document of what is deployed, and ends with 1 where a licence is not allowed
// or a vulnerability is known.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { localFolder, repositoryRoot } from '@siem/local-stack';
import { auditDependencies } from './audit.ts';
import { type Component, licenceProblems } from './licences.ts';

const given = process.argv[2];
const file =
  given === undefined ? resolve(localFolder, 'sbom.cdx.json') : resolve(process.env['SIEM_INVOKED_FROM'] ?? '.', given);
mkdirSync(dirname(file), { recursive: true });
const { status, stderr } = spawnSync('pnpm', ['sbom', '--sbom-format', 'cyclonedx', '--prod', '--out', file], {
  cwd: repositoryRoot,
  encoding: 'utf8',
});
if (status !== 0) throw new Error(`pnpm sbom failed: ${stderr}`);
const { components } = JSON.parse(readFileSync(file, 'utf8')) as { components: Component[] };
const problems = licenceProblems(components);
for (const problem of problems) console.error(problem);
console.log(`${file}: ${components.length} packages, ${problems.length} with a licence that is not allowed`);
const audit = auditDependencies();
const known = audit.kind === 'done' ? audit.found : [];
for (const vulnerability of known) console.error(vulnerability);
console.log(
  audit.kind === 'done' ? `audit: ${known.length} serious vulnerabilities` : `audit not made: ${audit.reason}`,
);
if (problems.length + known.length > 0) process.exitCode = 1;
