import type { Derived } from '@siem/log-type';

type Modules = readonly (readonly [firstId: number, facts: Derived])[];

const manager: Derived = { kind: 'event', category: 'configuration', type: 'info' };
const firewall: Derived = { kind: 'event', category: 'network', type: 'connection' };
const intrusionPrevention: Derived = { kind: 'alert', category: 'intrusion_detection', type: 'info' };
const integrityMonitoring: Derived = { kind: 'event', category: 'file', type: 'change' };
const logInspection: Derived = { kind: 'event', category: 'host', type: 'info' };

/** Event ids by the protection module that uses them: from this id up to the next. */
const modules: Modules = [
  [1_000_000, intrusionPrevention],
  [2_000_000, integrityMonitoring],
  [3_000_000, logInspection],
  [4_000_000, { kind: 'alert', category: 'malware', type: 'info' }],
  [5_000_000, { kind: 'alert', category: 'web', type: 'access' }],
  [6_000_000, { kind: 'alert', category: 'process', type: 'info' }],
  [7_000_000, { kind: 'alert', category: 'host', type: 'info' }],
  [8_000_000, manager],
];

/** Below those, agents have rules of the customer's own, and what the packet filter finds by itself. */
const agentModules: Modules = [
  [0, firewall],
  [10, intrusionPrevention],
  [20, firewall],
  [30, integrityMonitoring],
  [40, logInspection],
  [100, firewall],
  [200, intrusionPrevention],
  [900, manager],
  ...modules,
];

/** Which protection module an event comes from: firewall, intrusion prevention, anti-malware ... */
export function protectionModule(eventId: unknown, product: unknown): Derived {
  const id = Number(eventId);
  const known = String(product).endsWith('Manager') ? modules : agentModules;
  return known.findLast(([first]) => id >= first)?.[1] ?? manager;
}
