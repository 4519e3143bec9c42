import { tryCommand } from '../run-command.ts';

/** True when an engine is reachable and Compose is there to talk to it. */
export async function dockerEngineAnswers(): Promise<boolean> {
  const engine = await tryCommand('docker', ['info', '--format', '{{.ServerVersion}}']);
  if (engine.code !== 0) return false;
  return (await tryCommand('docker', ['compose', 'version'])).code === 0;
}
