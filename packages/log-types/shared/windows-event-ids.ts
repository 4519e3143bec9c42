/**
 * What events of Windows' security log (and a few of the system log) mean. Grouped as Microsoft's audit policy does.
 * Actions are what dashboards and saved searches of existing indexes know, odd spellings included.
 * @see https://learn.microsoft.com/windows-server/identity/ad-ds/plan/appendix-l--events-to-monitor
 * @see https://learn.microsoft.com/previous-versions/windows/it-pro/windows-10/security/threat-protection/auditing/advanced-security-audit-policy-settings
 */
export interface WindowsEventFacts {
  action: string;
  /** Absent: the event itself tells. */
  outcome?: 'success' | 'failure' | 'unknown';
  category?: readonly string[];
  type?: readonly string[];
}

interface Group extends Pick<WindowsEventFacts, 'outcome' | 'category' | 'type'> {
  actions: Readonly<Record<number, string>>;
}

const groups: readonly Group[] = [
  // Event logs themselves
  {
    outcome: 'success',
    category: ['host'],
    type: ['change'],
    actions: {
      1100: 'logging-service-shutdown',
      1102: 'audit-log-cleared',
      104: 'event-log-cleared',
      1105: 'auditlog-archieved',
    },
  },
  {
    outcome: 'failure',
    category: ['host'],
    type: ['error'],
    actions: { 1104: 'security-logging-full', 1108: 'logging-error' },
  },
  // System
  { outcome: 'success', category: ['host'], type: ['end'], actions: { 1074: 'system-shutdown' } },
  {
    outcome: 'success',
    category: ['host'],
    type: ['info'],
    actions: {
      4608: 'windows-starts',
      4610: 'authentication-package-loaded',
      4611: 'trusted-logon-process-registered',
      4614: 'notification-package-loaded',
      4616: 'system-time-changed',
      4622: 'security-package-loaded',
      4826: 'boot-configuration-data-loaded',
      6416: 'external-device-recognized',
    },
  },
  {
    outcome: 'success',
    category: ['configuration'],
    type: ['creation'],
    actions: { 4697: 'service-installed', 7045: 'service-installed' },
  },
  // Logon and logoff
  {
    outcome: 'success',
    category: ['authentication'],
    type: ['start'],
    actions: { 4624: 'logon', 4648: 'logon-explicit', 4778: 'session-reconnected' },
  },
  {
    outcome: 'success',
    category: ['iam'],
    type: ['admin'],
    actions: { 4672: 'special-user-logon', 4964: 'special-group-logon' },
  },
  { outcome: 'failure', category: ['authentication'], type: ['start'], actions: { 4625: 'logon-failed' } },
  {
    outcome: 'success',
    category: ['authentication'],
    type: ['end'],
    actions: { 4634: 'logoff', 4647: 'logoff', 4779: 'session-disconnected' },
  },
  {
    outcome: 'success',
    category: ['session'],
    type: ['info'],
    actions: {
      4675: 'sids-filtered',
      4800: 'workstation-locked',
      4801: 'workstation-unlocked',
      4802: 'screen-saver-invoked',
      4803: 'screen-saver-dismissed',
    },
  },
  {
    outcome: 'unknown',
    category: ['intrusion_detection'],
    type: ['info'],
    actions: { 4649: 'replay-attack-detected' },
  },
  {
    outcome: 'unknown',
    category: ['network'],
    type: ['connection'],
    actions: { 5632: 'wireless-network-requested', 5633: 'wired-network-requested' },
  },
  {
    outcome: 'failure',
    category: ['authentication'],
    type: ['start'],
    actions: { 5378: 'credentials-delegation-failed' },
  },
  // Account logon
  {
    outcome: 'unknown',
    category: ['authentication'],
    type: ['start'],
    actions: {
      4768: 'kerberos-authentication-ticket-requested',
      4769: 'kerberos-service-ticket-requested',
      4776: 'validated-user-credentials',
    },
  },
  {
    outcome: 'success',
    category: ['authentication'],
    type: ['start'],
    actions: { 4770: 'kerberos-service-ticket-renewed' },
  },
  {
    outcome: 'failure',
    category: ['authentication'],
    type: ['start'],
    actions: {
      4771: 'kerberos-pre-authentication-failed',
      4772: 'kerberos-authentication-ticket-request-failed',
      4773: 'kerberos-service-ticket-request-failed',
      4777: 'failed-to-validate-user-credentials',
    },
  },
  // Account management: users and computers
  {
    outcome: 'success',
    category: ['iam'],
    type: ['user', 'creation'],
    actions: { 4720: 'added-user-account', 4741: 'added-computer-account' },
  },
  {
    outcome: 'success',
    category: ['iam'],
    type: ['user', 'change'],
    actions: {
      4722: 'enabled-user-account',
      4725: 'disabled-user-account',
      4738: 'changed-user-account',
      4740: 'locked-out-user-account',
      4742: 'changed-computer-account',
      4765: 'added-sid-history-to-account',
      4767: 'unlocked-user-account',
      4780: 'set-acl-to-admin-user',
      4781: 'renamed-user-account',
    },
  },
  {
    outcome: 'unknown',
    category: ['iam'],
    type: ['user', 'change'],
    actions: {
      4723: 'requested-change-password',
      4724: 'requested-reset-password',
      4794: 'requested-set-directory-services-restore-mode',
    },
  },
  {
    outcome: 'failure',
    category: ['iam'],
    type: ['user', 'change'],
    actions: { 4766: 'failed-to-add-sid-history-to-account' },
  },
  {
    outcome: 'success',
    category: ['iam'],
    type: ['user', 'deletion'],
    actions: { 4726: 'deleted-user-account', 4743: 'deleted-computer-account' },
  },
  {
    outcome: 'success',
    category: ['iam'],
    type: ['user', 'info'],
    actions: {
      4782: 'password-hash-accessed',
      4798: 'local-group-membership-enumerated',
      5376: 'credentials-backedup',
      5377: 'credentials-restored',
      5379: 'credentials-read',
    },
  },
  // Account management: groups
  {
    outcome: 'success',
    category: ['iam'],
    type: ['group', 'creation'],
    actions: {
      4727: 'added-global-security-group',
      4731: 'added-local-security-group',
      4754: 'added-universal-security-group',
    },
  },
  {
    outcome: 'success',
    category: ['iam'],
    type: ['group', 'change'],
    actions: {
      4728: 'added-member-to-global-security-group',
      4729: 'removed-member-to-global-security-group',
      4732: 'added-member-to-local-security-group',
      4733: 'removed-member-to-local-security-group',
      4735: 'changed-local-security-group',
      4737: 'changed-global-security-group',
      4755: 'changed-universal-security-group',
      4756: 'added-member-to-universal-security-group',
      4757: 'removed-member-to-universal-security-group',
      4764: 'changed-group-type',
      4908: 'modified-special-group',
    },
  },
  {
    outcome: 'success',
    category: ['iam'],
    type: ['group', 'deletion'],
    actions: {
      4730: 'deleted-global-security-group',
      4734: 'deleted-local-security-group',
      4758: 'deleted-universal-security-group',
    },
  },
  {
    outcome: 'success',
    category: ['iam'],
    type: ['group', 'info'],
    actions: { 4799: 'local-security-group-membership-enumerated' },
  },
  // Processes, tasks and components
  {
    outcome: 'success',
    category: ['process'],
    type: ['start'],
    actions: { 4688: 'process-created', 4696: 'process-created' },
  },
  { outcome: 'success', category: ['process'], type: ['end'], actions: { 4689: 'process-terminated' } },
  { outcome: 'success', category: ['configuration'], type: ['creation'], actions: { 4698: 'scheduled-task-created' } },
  { outcome: 'success', category: ['configuration'], type: ['deletion'], actions: { 4699: 'scheduled-task-deleted' } },
  {
    outcome: 'success',
    category: ['configuration'],
    type: ['change'],
    actions: {
      4700: 'scheduled-task-enabled',
      4701: 'scheduled-task-disabled',
      4702: 'scheduled-task-updated',
      5888: 'com-catalog-objcet-modified',
      5889: 'com-catalog-objcet-deleted',
      5890: 'com-catalog-objcet-added',
    },
  },
  // Objects: files, shares, registry, directory
  {
    outcome: 'unknown',
    category: ['file'],
    type: ['access'],
    actions: {
      4656: 'objcet-handle-requested',
      4659: 'objcet-handle-deleted',
      4661: 'object-handle-requested',
      4662: 'object-operation-performed',
      4663: 'object-accessed',
      4664: 'hard-link-created',
      4691: 'indirect-access-to-object',
    },
  },
  { outcome: 'success', category: ['file'], type: ['info'], actions: { 4658: 'objcet-handle-closed' } },
  { outcome: 'success', category: ['file'], type: ['deletion'], actions: { 4660: 'object-deleted' } },
  {
    outcome: 'success',
    category: ['file'],
    type: ['change'],
    actions: {
      4670: 'object-permissions-changed',
      4985: 'transaction-state-changed',
      5051: 'file-virtualized',
    },
  },
  {
    outcome: 'success',
    category: ['registry'],
    type: ['change'],
    actions: { 4657: 'registry-value-modified', 5039: 'registry-key-virtualized' },
  },
  {
    outcome: 'success',
    category: ['file', 'network'],
    type: ['access'],
    actions: { 5140: 'network-share-object-accessed' },
  },
  {
    category: ['file', 'network'],
    type: ['access'],
    actions: { 5145: 'network-share-object-checked' },
  },
  {
    outcome: 'success',
    category: ['configuration'],
    type: ['change'],
    actions: {
      5142: 'network-share-object-added',
      5143: 'network-share-object-modified',
      5144: 'network-share-object-deleted',
      5136: 'directory-service-object-modified',
      5137: 'directory-service-object-created',
      5138: 'directory-service-object-undeleted',
      5139: 'directory-service-object-moved',
      5141: 'directory-service-object-deleted',
    },
  },
  { outcome: 'failure', category: ['network'], type: ['denied'], actions: { 5168: 'spn-check-failed' } },
  // Privileges
  { outcome: 'success', category: ['iam'], type: ['admin'], actions: { 4673: 'privileged-service-called' } },
  {
    outcome: 'unknown',
    category: ['iam'],
    type: ['admin'],
    actions: { 4674: 'privileged-object-operation-performed' },
  },
  // Policies
  {
    outcome: 'success',
    category: ['configuration'],
    type: ['change'],
    actions: {
      4704: 'user-right-assigned',
      4705: 'user-right-removed',
      4706: 'trust-to-domain-created',
      4707: 'trust-to-domain-removed',
      4713: 'kerberos-policy-changed',
      4715: 'object-audit-policy-changed',
      4716: 'trusted-domain-information-modified',
      4717: 'system-security-access-granted',
      4718: 'system-security-access-removed',
      4719: 'system-audit-policy-changed',
      4739: 'domain-policy-changed',
      4817: 'object-audit-setting-changed',
      4902: 'user-audit-policy-created',
      4906: 'crash-on-audit-fail-value-changed',
      4907: 'object-audit-setting-changed',
      4912: 'user-audit-policy-changed',
    },
  },
  {
    outcome: 'unknown',
    category: ['configuration'],
    type: ['change'],
    actions: { 4904: 'security-event-source-registered', 4905: 'security-event-source-unregistered' },
  },
  // Cryptography
  {
    outcome: 'success',
    category: ['configuration'],
    type: ['access'],
    actions: { 5058: 'key-file-operation', 5059: 'key-migration-operation', 5061: 'cryptographic-operation' },
  },
  {
    outcome: 'failure',
    category: ['configuration'],
    type: ['error'],
    actions: { 5060: 'verification-operation-failed' },
  },
  // Firewall and filtering platform
  {
    outcome: 'success',
    category: ['configuration'],
    type: ['change'],
    actions: {
      4944: 'windows-firewall-policy-actived',
      4945: 'windows-firewall-rule-listed',
      4946: 'windows-firewall-rule-added',
      4947: 'windows-firewall-rule-modified',
      4948: 'windows-firewall-rule-deleted',
      4949: 'windows-firewall-default-settings-restored',
      4950: 'windows-firewall-settings-changed',
      4954: 'windows-firewall-group-policy-changed',
      4956: 'windows-firewall-active-profile-changed',
      5024: 'windows-firewall-service-started',
      5025: 'windows-firewall-service-stopped',
      5033: 'windows-firewall-driver-started',
      5034: 'windows-firewall-driver-stopped',
    },
  },
  {
    outcome: 'failure',
    category: ['configuration'],
    type: ['error'],
    actions: {
      4951: 'windows-firewall-rule-ignored',
      4952: 'windows-firewall-rule-ignored',
      4953: 'windows-firewall-rule-ignored',
      4957: 'windows-firewall-rule-ignored',
      4958: 'windows-firewall-rule-ignored',
    },
  },
  {
    outcome: 'success',
    category: ['intrusion_detection', 'network'],
    type: ['info'],
    actions: { 5148: 'dos-attack-detected', 5149: 'dos-attack-subsided' },
  },
  {
    outcome: 'success',
    category: ['network'],
    type: ['connection', 'allowed'],
    actions: { 5154: 'port-listen-allowed', 5156: 'connection-allowed', 5158: 'binding-local-port-allowed' },
  },
  {
    outcome: 'failure',
    category: ['network'],
    type: ['connection', 'denied'],
    actions: {
      5152: 'packet-blocked',
      5155: 'port-listen-blocked',
      5157: 'connection-blocked',
      5159: 'binding-local-port-blocked',
    },
  },
];

const factsById: ReadonlyMap<string, WindowsEventFacts> = new Map(
  groups.flatMap(({ actions, ...facts }) => Object.entries(actions).map(([id, action]) => [id, { action, ...facts }])),
);

/** Who writes these events. Others count their own events with the same numbers: 104 of a remote desktop clears no log. */
const providers: ReadonlySet<unknown> = new Set([
  'Microsoft-Windows-Security-Auditing',
  'Microsoft-Windows-Eventlog',
  'Service Control Manager',
  'User32',
  'USER32',
  undefined,
]);

/**
 * @param id `Event.System.EventID`, text
 * @param provider `Event.System.Provider.Name`, undefined where the event does not name it
 */
export function windowsEventFacts(id: unknown, provider: unknown): WindowsEventFacts | undefined {
  return typeof id === 'string' && providers.has(provider) ? factsById.get(id) : undefined;
}

/** `Event.System.Keywords`: of the 16 digits the third has the bits "audit success" (2) and "audit failure" (1). */
const auditDigit = 4;

/** What Windows itself says of an audited event; undefined for all others. @param keywords `0x8020000000000000` */
export function auditOutcome(keywords: unknown): 'success' | 'failure' | undefined {
  if (typeof keywords !== 'string' || keywords.length !== 18) return undefined;
  const bits = Number.parseInt(keywords[auditDigit]!, 16) & 3;
  return bits === 2 ? 'success' : bits === 1 ? 'failure' : undefined;
}
