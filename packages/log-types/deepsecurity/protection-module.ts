import type { Derived } from '@siem/log-type';

const manager: Derived = { kind: 'event', category: 'configuration', type: 'info' };

/** Event ids by the protection module that uses them: from this id up to the next. */
const modules: readonly (readonly [firstId: number, facts: Derived])[] = [
  [0, { kind: 'event', category: 'network', type: 'connection' }],
  [100, manager],
  [1_000_000, { kind: 'alert', category: 'intrusion_detection', type: 'info' }],
  [2_000_000, { kind: 'event', category: 'file', type: 'change' }],
  [3_000_000, { kind: 'event', category: 'host', type: 'info' }],
  [4_000_000, { kind: 'alert', category: 'malware', type: 'info' }],
  [5_000_000, { kind: 'alert', category: 'web', type: 'access' }],
  [6_000_000, { kind: 'alert', category: 'process', type: 'info' }],
  [7_000_000, { kind: 'alert', category: 'host', type: 'info' }],
  [8_000_000, manager],
];

/** Which protection module an event comes from: firewall, intrusion prevention, anti-malware ... */
export function protectionModule(eventId: unknown): Derived {
  const id = Number(eventId);
  return modules.findLast(([first]) => id >= first)?.[1] ?? manager;
}
