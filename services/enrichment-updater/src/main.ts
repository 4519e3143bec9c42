// Fetches GeoIP databases and threat lists into the bucket that the workers read them from, and ends. What cannot be had
// leaves what is there, is logged, and makes the task fail.
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { pino } from 'pino';
import { fetchDatabase } from './maxmind.ts';
import { readSettings, type Settings } from './settings.ts';
import { fetchThreatList } from './threat-list.ts';

const logger = pino({ base: { service: 'siem-enrichment-updater' } });

async function update(settings: Settings): Promise<number> {
  const s3 = new S3Client({ forcePathStyle: true });
  const put = async (key: string, content: Buffer) => {
    const object = { Bucket: settings.SIEM_ENRICHMENT_BUCKET, Key: key, Body: content, ContentLength: content.length };
    await s3.send(new PutObjectCommand(object));
    logger.info({ event: 'written', key, bytes: content.length }, 'written');
  };
  const editions = settings.SIEM_MAXMIND_ACCOUNT_ID === undefined ? [] : settings.SIEM_MAXMIND_EDITIONS;
  const tasks = [
    ...editions.map((edition) => async () => {
      const { fileName, content } = await fetchDatabase(edition, settings);
      await put(`geoip/${fileName}`, content);
    }),
    ...Object.entries(settings.SIEM_THREAT_LISTS).map(([name, list]) => async () => {
      const { path, content } = await fetchThreatList(name, list);
      await put(`threat/${path}`, content);
    }),
  ];
  let failures = 0;
  for (const task of tasks)
    try {
      await task();
    } catch (error) {
      failures++;
      logger.error({ event: 'not_fetched', reason: (error as Error).message }, 'what was there before stays');
    }
  s3.destroy();
  return failures;
}

try {
  process.exitCode = (await update(readSettings(process.env))) === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
