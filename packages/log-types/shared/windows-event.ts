import { type DeriveContext, type Derived, type LogTypeDefinition, md5, type RawRecord } from '@siem/log-type';
import { instanceIdIn } from './instance-id.ts';
import { providerFacts, windowsDetails } from './windows-details.ts';
import { auditOutcome, windowsEventFacts } from './windows-event-ids.ts';

/** Action and outcome by the event's id; category and type for what can be told. */
function derive(record: RawRecord, context: DeriveContext): Derived {
  const { System: system, EventData: eventData, UserData: userData } = record['Event'] ?? {};
  const id = system?.EventID;
  const provider = system?.Provider?.Name;
  const { envelopeId, logStream } = context.meta;
  const facts: Derived = { ...(windowsEventFacts(id, provider) ?? providerFacts(provider, id)) };
  return {
    ...facts,
    outcome: outcomeOf(facts['outcome'], system?.Keywords),
    ...windowsDetails(id, members(eventData?.Data), members(userData)),
    instanceId: instanceIdIn(logStream),
    // Ids of events in files count the line feed behind them, as they do in existing indexes.
    id: envelopeId === undefined ? md5(`${context.raw}\n`) : undefined,
  };
}

/** Ids that only failures have, and what existing indexes call unknown, stay; of all others the event itself tells. */
function outcomeOf(known: unknown, keywords: unknown): unknown {
  return known === undefined || known === 'success' ? (auditOutcome(keywords) ?? known) : known;
}

function members(value: unknown): RawRecord {
  return value !== null && typeof value === 'object' ? (value as RawRecord) : {};
}

const data = 'Event.EventData.Data';
const userData = 'Event.UserData.LogFileCleared';

/** Sysmon gives the hashes of what an event is about: a process, the library that it loaded, a file. */
const hashFields = Object.fromEntries(
  ['dll', 'file', 'process'].flatMap((owner) =>
    ['md5', 'sha1', 'sha256'].map((name) => [`${owner}.hash.${name}`, `$${owner}_${name}`]),
  ),
);

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
    'destination.domain': `${data}.DestinationHostname`,
    'destination.ip': [`${data}.DestAddress`, `${data}.DestinationIp`],
    'destination.port': [`${data}.DestPort`, `${data}.DestinationPort`],
    'dll.path': `${data}.ImageLoaded`,
    'dns.question.name': `${data}.QueryName`,
    'error.code': ['Event.System.Status', `${data}.Status`],
    'file.path': '$file',
    'group.name': '$groupName',
    'host.name': 'Event.System.Computer',
    message: 'Event.RenderingInfo.Message',
    'process.command_line': `${data}.CommandLine`,
    'process.entity_id': `${data}.ProcessGuid`,
    'process.executable': '$executable',
    ...hashFields,
    'process.name': '$processName',
    'process.parent.command_line': `${data}.ParentCommandLine`,
    'process.parent.entity_id': `${data}.ParentProcessGuid`,
    'process.parent.executable': '$parent',
    'process.parent.name': '$parentName',
    'process.parent.pid': '$parentPid',
    'process.pid': '$pid',
    'process.working_directory': `${data}.CurrentDirectory`,
    'registry.path': '$registry',
    'related.hash': { all: Object.values(hashFields) },
    'related.hosts': { all: ['Event.System.Computer', '$instanceId'] },
    'related.ip': {
      all: [
        ...[`${data}.DestAddress`, `${data}.IpAddress`, `${data}.SourceAddress`],
        ...[`${data}.SourceIp`, `${data}.DestinationIp`, '$peer'],
      ],
    },
    'related.user': {
      all: [`${data}.SubjectUserName`, `${data}.TargetUserName`, `${userData}.SubjectUserName`, '$account'],
    },
    'service.name': `${data}.ServiceName`,
    'source.domain': `${data}.SourceHostname`,
    'source.ip': [`${data}.IpAddress`, `${data}.SourceAddress`, `${data}.SourceIp`, '$peer'],
    'source.port': [`${data}.IpPort`, `${data}.SourcePort`],
    'user.domain': [
      `${data}.SubjectDomainName`,
      `${data}.TargetDomainName`,
      `${userData}.SubjectDomainName`,
      '$accountDomain',
    ],
    'user.id': [`${data}.SubjectUserSid`, `${data}.TargetUserSid`, `${userData}.SubjectUserSid`],
    'user.name': [`${data}.SubjectUserName`, `${data}.TargetUserName`, `${userData}.SubjectUserName`, '$account'],
  },
  geoip: ['source', 'destination'],
  threat: { ip: ['source.ip'] },
} as const satisfies Partial<LogTypeDefinition>;
