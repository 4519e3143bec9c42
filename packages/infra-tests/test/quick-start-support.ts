// What the quick start's test does with services and records, apart from what it claims.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { DescribeTaskDefinitionCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { repositoryRoot } from '@siem/local-stack';

/** What a task definition, by its ARN or family, gives the code. */
export async function taskOf(
  taskDefinition: string,
  ecs: ECSClient,
): Promise<{ environment: Record<string, string>; roleArn: string; status: string }> {
  const answer = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  ecs.destroy();
  const [container] = answer.taskDefinition?.containerDefinitions ?? [];
  const environment = (container?.environment ?? []).map(({ name, value }) => [name!, value!]);
  const { taskRoleArn, status } = answer.taskDefinition!;
  return { environment: Object.fromEntries(environment), roleArn: taskRoleArn!, status: status! };
}

export function runService(
  service: string,
  environment: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(repositoryRoot, 'services', service, 'src/main.ts')], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (output += piece.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

export function trailRecord(eventID: string) {
  return {
    eventVersion: '1.11',
    eventTime: '2026-01-02T03:04:05Z',
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    eventID,
    recipientAccountId: '123456789012',
  };
}

export async function outcomeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'allowed';
  } catch (error) {
    const { name: code, message, $response } = error as Error & { $response?: { statusCode: number } };
    // The emulator refuses in XML where the SDK expects JSON, so the status says it more surely than the code.
    return $response?.statusCode === 403 || code === 'AccessDenied' ? 'denied' : `${code}: ${message}`;
  }
}
