import { fileSource } from '@siem/decompression';
import { createEnrichment } from '@siem/enrichment';
import { loadBuiltInLogType } from '@siem/log-types';
import { defaultNaming, Normalizer } from '@siem/normalizer';
import { loadObject } from '@siem/object-loader';

/**
 * One measured run in a process of its own: `node parse-run.ts FILE LOG_TYPE KEY GEOIP_DIR`. Reads, decompresses,
 * frames, maps and renders the file in this one thread and prints what it took as JSON. The first rounds warm the
 * compiler up, as in a worker that runs for weeks; the last is counted.
 */
const warmUpRounds = 2;
const [file, logTypeName, key, geoipDirectory] = process.argv.slice(2) as [string, string, string, string];
const definition = await loadBuiltInLogType(logTypeName);
const normalizer = new Normalizer(async () => definition, await createEnrichment({ geoipDirectory }), {
  naming: defaultNaming,
});

for (let round = 0; round < warmUpRounds; round++) await measure();
process.stdout.write(`${JSON.stringify(await measure())}\n`);

async function measure() {
  let documents = 0;
  let outputBytes = 0;
  const source = await fileSource(file);
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const ledger = await loadObject(
    { bucket: 'bench', key, source, logType: definition },
    {
      normalize: (task) => normalizer.normalize(task),
      index: async (chunk) => {
        documents += chunk.sourceStarts.length;
        outputBytes += chunk.body.length;
        return { indexed: chunk.sourceStarts.length, duplicate: 0, safeForm: 0, rejected: [] };
      },
      deadLetter: async () => {},
      parserVersion: 'bench',
      concurrency: 1,
    },
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  return {
    documents,
    inputBytes: ledger.bytes,
    outputBytes,
    deadLetters: ledger.deadLettered,
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}
