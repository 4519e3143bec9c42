import { type FieldMapping, flatObject } from './mapping.ts';

/**
 * Types that are chosen per index, with the reason, over what follows from the log type's definition: above all maps
 * whose keys the source, its users or an attacker choose. `field` ending in `.*` is for every object right below it.
 */
export interface FieldChoice {
  readonly index: string;
  readonly field: string;
  readonly why: string;
}

const choice = (index: string, field: string, why: string): FieldChoice => ({ index, field, why });

const callParameters = 'Every API call has parameters of its own, and one name is a text here and an object there';
const headerNames = 'The names come from whoever sends the request';
const ruleDetails = 'Lists of rules with details that are text, object or list by kind of rule';
const tagNames = 'Keys are tags, which users choose';
const resourceShape = 'Another shape for every type of resource: thousands of paths';

/** Unbounded maps: one field however many keys, found as `requestParameters.bucketName:x`. */
export const flatObjectChoices: readonly FieldChoice[] = [
  choice('log-aws-cloudtrail', 'requestParameters', callParameters),
  choice('log-aws-cloudtrail', 'responseElements', callParameters),
  choice('log-aws-cloudtrail', 'serviceEventDetails', callParameters),
  choice('log-aws-cloudtrail', 'insightDetails', 'Insights describe calls, whose attributes vary'),
  choice(
    'log-aws-cloudtrail',
    'additionalEventData.*',
    'Plain members stay fields of their own, since dashboards sum bytesTransferredIn and Out; objects below vary by service',
  ),
  choice('log-aws-waf', 'httpRequest.header', headerNames),
  choice('log-aws-waf', 'httpRequest.headers', headerNames),
  choice('log-aws-waf', 'ruleGroupList', ruleDetails),
  choice('log-aws-waf', 'nonTerminatingMatchingRules', ruleDetails),
  choice('log-aws-waf', 'rateBasedRuleList', ruleDetails),
  choice('log-aws-waf', 'terminatingRuleMatchDetails', ruleDetails),
  choice('log-aws-waf', 'excludedRules', ruleDetails),
  choice('log-aws-waf', 'requestHeadersInserted', headerNames),
  choice('log-aws-waf', 'captchaResponse', 'Fields differ by outcome'),
  choice('log-aws-waf', 'challengeResponse', 'Fields differ by outcome'),
  choice('log-aws-config', 'configuration', resourceShape),
  choice('log-aws-config', 'supplementaryConfiguration', resourceShape),
  choice('log-aws-config', 'tags', tagNames),
  choice('log-aws-guardduty', 'service.additionalInfo', 'Another shape for every type of finding'),
  choice('log-aws-guardduty', 'service.detection', 'Sequences and anomalies describe behaviour in maps of their own'),
  choice('log-aws-guardduty', 'service.evidence', 'Lists of threat lists and threat names'),
  choice('log-aws-guardduty', 'service.runtimeDetails', 'Processes with their ancestors, as deep as they are'),
  choice('log-aws-guardduty', 'resource.kubernetesDetails', resourceShape),
  choice('log-aws-guardduty', 'resource.s3BucketDetails.tags', tagNames),
  choice('log-aws-guardduty', 'resource.instanceDetails.tags', tagNames),
  choice('log-aws-securityhub', 'ProductFields', 'Every product writes names of its own'),
  choice('log-aws-securityhub', 'UserDefinedFields', 'Users choose the names'),
  choice('log-aws-securityhub', 'Resources', resourceShape),
  choice('log-aws-eks', 'requestObject', 'Any Kubernetes object, custom ones too'),
  choice('log-aws-eks', 'responseObject', 'Any Kubernetes object, custom ones too'),
  choice('log-aws-eks', 'annotations', 'Webhooks and controllers choose the names'),
  choice('log-aws-eks', 'responseStatus', 'Details differ by error'),
  choice('log-ocsf', 'enrichments', 'Enrichers choose the names'),
  choice('log-ocsf', 'observables', 'Lists of name, type and value'),
  choice('log-ocsf', 'evidences', 'Another shape for every kind of finding'),
  choice('log-ocsf', 'vulnerabilities', 'Packages and references, as many as there are'),
];

/** Where no reason of its own is written down: the definition says `flat_object`. */
export const defaultWhy = 'Keys or shape vary from record to record';

/** Fields that an index gets on top of its definitions'; wildcards are for `choiceDynamicTemplates`. */
export function chosenFields(index: string): (readonly [field: string, mapping: FieldMapping])[] {
  return flatObjectChoices
    .filter((chosen) => chosen.index === index && !chosen.field.endsWith('.*'))
    .map(({ field }) => [field, flatObject] as const);
}

/** Objects below a map whose plain members stay fields of their own. */
export function choiceDynamicTemplates(index: string) {
  return flatObjectChoices
    .filter((chosen) => chosen.index === index && chosen.field.endsWith('.*'))
    .map(({ field }) => ({
      [`${field.slice(0, -2).replaceAll('.', '_')}_objects`]: {
        match_mapping_type: 'object' as const,
        path_match: field,
        mapping: flatObject,
      },
    }));
}

export function whyFlat(index: string, field: string): string {
  return flatObjectChoices.find((chosen) => chosen.index === index && chosen.field === field)?.why ?? defaultWhy;
}
