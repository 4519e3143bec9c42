import { type DeriveContext, type Derived, md5, normalizeIso8601, type RawRecord, scalarText } from '@siem/log-type';
import { splitAsffType } from '../shared/asff-type.ts';
import { guardDutyCategory, isFileFinding } from '../shared/guardduty-type.ts';
import { firstText, listOf, objectOf, textOf } from '../shared/json-values.ts';
import { localSide, remoteSide } from './endpoints.ts';
import { resourceFacts } from './resources.ts';

/** Facts of a finding in the AWS Security Finding Format. */
export function deriveAsff(record: RawRecord, context: DeriveContext): Derived {
  const product = objectOf(record['ProductFields']);
  const module =
    firstText(product['aws/securityhub/ProductName'], record['ProductName'])?.toLowerCase() ?? 'securityhub';
  const facts = categoryAndRule(record, product, module);
  const [local, remote] = [localSide(record, product), remoteSide(record, product)];
  const isOutbound = facts['direction'] === 'outbound';
  return {
    ...facts,
    ...times(record, context),
    ...resourceFacts(listOf(record['Resources'])),
    ...consolidation(record, module),
    module,
    kind: 'alert',
    action: textOf(context.meta.container?.['actionName']),
    outcome: outcomes.get(scalarText(record['Compliance']?.Status)),
    source: isOutbound ? local : remote,
    destination: isOutbound ? remote : local,
  };
}

const outcomes = new Map([
  ['PASSED', 'success'],
  ['FAILED', 'failure'],
  ['WARNING', 'unknown'],
  ['NOT_AVAILABLE', 'unknown'],
]);

/**
 * A new finding has the time of its last update; one that people or rules have dealt with since has the time of the
 * event that says so. Ids, and the index by the time of arrival, are those that existing indexes have.
 */
function times(record: RawRecord, context: DeriveContext): Derived {
  const { envelopeTime, detailType, envelopeId } = context.meta;
  const updated = textOf(record['UpdatedAt']);
  const updatedTime = updated === undefined ? undefined : normalizeIso8601(updated);
  const arrived = (typeof envelopeTime === 'string' ? normalizeIso8601(envelopeTime) : undefined) ?? updatedTime;
  const workflow = textOf(record['Workflow']?.Status);
  const isNew = workflow === 'NEW' && updatedTime !== undefined;
  const timeText = isNew ? updated?.replace('Z', '+00:00') : arrived;
  // A new finding that a person chose for an action is an event of its own, though nothing in it says so.
  const actionId = isNew && detailType?.endsWith('Custom Action') === true ? `_${envelopeId}` : '';
  return {
    timestamp: isNew ? updatedTime : arrived,
    indexTime: arrived,
    idSuffix: workflow === undefined || timeText === undefined ? undefined : md5(timeText + workflow) + actionId,
  };
}

function categoryAndRule(record: RawRecord, product: RawRecord, module: string): Derived {
  const title = textOf(record['Title']);
  const types = listOf(record['Types']);
  const facts: Derived = { category: ['intrusion_detection'], ruleId: record['Types'], ruleName: title };
  const isGuardDuty = module.includes('guardduty');
  const type = isGuardDuty || module === 'macie' ? splitAsffType(types[0]) : undefined;
  if (module === 'guardduty' || module === 'macie') facts['findingType'] = type;
  if (module.includes('security hub')) facts['ruleId'] = record['GeneratorId'];
  else if (isGuardDuty) {
    facts['category'] = guardDutyCategory(type);
    facts['direction'] = direction(product, isFileFinding(type));
  } else if (module.includes('inspector')) Object.assign(facts, inspectorRule(product, types, title));
  facts['ruleName'] = textOf(facts['ruleName'])
    ?.trim()
    .replace(/(?<!\.)\.+$/, '');
  return facts;
}

function direction(product: RawRecord, isAboutFile: boolean): string | undefined {
  const action = 'aws/guardduty/service/action';
  switch (product[`${action}/actionType`]) {
    case 'NETWORK_CONNECTION':
      return textOf(product[`${action}/networkConnectionAction/connectionDirection`])?.toLowerCase();
    case 'DNS_REQUEST':
      return 'outbound';
    default:
      return isAboutFile ? undefined : 'inbound';
  }
}

/** Inspector Classic names its rule; Inspector findings are about a CVE, named at the start of the title. */
function inspectorRule(product: RawRecord, types: readonly unknown[], title: string | undefined): Derived {
  const classic = textOf(product['aws/inspector/id']);
  if (classic !== undefined) return { ruleName: classic, ruleId: types };
  const type = textOf(types[0])?.split('/CVE')[0];
  if (type?.includes('Vulnerabilities') !== true) return { ruleId: type };
  return { ruleId: title === undefined ? type : `${type}/${title.split(/\s/)[0]}`, category: ['package'] };
}

/** Whether the account has switched on consolidated control findings. */
function consolidation(record: RawRecord, module: string): Derived {
  if (!module.includes('security hub')) return {};
  return {
    controlsView: listOf(record['Compliance']?.SecurityControlId).length > 0,
    controlFindings: textOf(record['GeneratorId'])?.startsWith('security-control') === true,
  };
}
