import { readdirSync } from 'node:fs';
import type { Fault } from './fault.ts';

const folder = new URL('./faults/', import.meta.url);

/** Every file in `faults/`, in the order of their names. */
export async function loadFaults(): Promise<Fault[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(files.sort().map((file) => import(new URL(file, folder).href)));
  return modules.map((module) => (module as { default: Fault }).default);
}
