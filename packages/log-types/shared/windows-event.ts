import { type DeriveContext, type Derived, type LogTypeDefinition, md5, type RawRecord } from '@siem/log-type';
import { instanceIdIn } from './instance-id.ts';
import { windowsEventFacts } from './windows-event-ids.ts';

/** Action and outcome by the event's id; category and type for what can be told. */
function derive(record: RawRecord, context: DeriveContext): Derived {
  const system = record['Event']?.System;
  const facts = windowsEventFacts(system?.EventID);
  const { envelopeId, logStream } = context.meta;
  return {
    ...facts,
    instanceId: instanceIdIn(logStream),
    // Ids of events in files count the line feed behind them, as they do in existing indexes.
    id: envelopeId === undefined ? md5(`${context.raw}\n`) : undefined,
  };
}

const data = 'Event.EventData.Data';
const userData = 'Event.UserData.LogFileCleared';

/** What all log types of Windows events have in common. */
export const windowsEventCommon = {
  format: { kind: 'winevtxml' },
  timestamp: [
    { from: 'Event.System.TimeCreated.SystemTime', format: 'iso8601' },
    { from: '@envelope', format: 'epoch' },
  ],
  derive,
  ecs: {
    'cloud.instance.id': '$instanceId',
    'event.kind': { value: 'event' },
    'event.action': '$action',
    'event.category': '$category',
    'event.type': '$type',
    'event.code': 'Event.System.EventID',
    'event.module': 'Event.System.Channel',
    'event.outcome': '$outcome',
    'event.provider': 'Event.System.Provider.Name',
    'event.sequence': 'Event.System.EventRecordID',
    'destination.ip': `${data}.DestAddress`,
    'destination.port': `${data}.DestPort`,
    'error.code': ['Event.System.Status', `${data}.Status`],
    'host.name': 'Event.System.Computer',
    'related.hosts': { all: ['Event.System.Computer', '$instanceId'] },
    'related.ip': { all: [`${data}.DestAddress`, `${data}.IpAddress`, `${data}.SourceAddress`] },
    'related.user': {
      all: [`${data}.SubjectUserName`, `${data}.TargetUserName`, `${userData}.SubjectUserName`],
    },
    'source.ip': [`${data}.IpAddress`, `${data}.SourceAddress`],
    'source.port': [`${data}.IpPort`, `${data}.SourcePort`],
    'user.domain': [`${data}.SubjectDomainName`, `${data}.TargetDomainName`, `${userData}.SubjectDomainName`],
    'user.id': [`${data}.SubjectUserSid`, `${data}.TargetUserSid`, `${userData}.SubjectUserSid`],
    'user.name': [`${data}.SubjectUserName`, `${data}.TargetUserName`, `${userData}.SubjectUserName`],
  },
  geoip: ['source', 'destination'],
  threat: { ip: ['source.ip'] },
} as const satisfies Partial<LogTypeDefinition>;
