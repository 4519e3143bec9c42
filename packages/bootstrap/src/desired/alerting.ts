import { channelConfig, detections, toMonitor } from '@siem/alerting';
import { markDescription } from '../drivers/driver.ts';
import type { DesiredObject } from '../model.ts';
import { type DesiredInput, desired } from './desired-state.ts';

export function desiredAlerting({ options: { alerting } }: DesiredInput): DesiredObject[] {
  if (!alerting.enabled) return [];
  const channels = Object.entries(alerting.channels).map(([name, channel]) => ({
    id: `siem-${name}`,
    config: channelConfig(`siem-${name}`, markDescription('Alerts of the SIEM'), channel),
  }));
  const disabled = new Set(alerting.disabled);
  return [
    ...channels.map(({ id, config }) => desired('channel', id, config)),
    ...detections
      .map((detection) =>
        toMonitor(detection, { channelIds: channels.map(({ id }) => id), enabled: !disabled.has(detection.name) }),
      )
      .map((monitor) => desired('monitor', monitor.name, monitor)),
  ];
}
