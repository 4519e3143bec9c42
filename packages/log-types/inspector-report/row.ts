import type { RawRecord } from '@siem/log-type';
import { textOf } from '../shared/json-values.ts';

type Cell = (column: string) => string | undefined;

/**
 * Makes the finding of a row, in the form in which the API and EventBridge have it. Members that no column is for are
 * left out; the age and the paths through the network stand in the report only.
 * @see https://docs.aws.amazon.com/inspector/latest/user/findings-managing-exporting-reports.html
 */
export function rowToFinding(record: RawRecord): void {
  const cell: Cell = (column) => textOf(record[column]?.trim());
  const type = cell('Finding Type')?.toUpperCase().replaceAll(' ', '_');
  const vector = cell('Inspector Score Vector');
  const score = numberOf(cell('Inspector Score'));
  const finding: RawRecord = {
    findingArn: cell('Finding ARN'),
    awsAccountId: cell('AWS Account Id'),
    type,
    severity: cell('Severity')?.toUpperCase(),
    status: cell('Status')?.toUpperCase(),
    title: cell('Title'),
    description: cell('Description'),
    firstObservedAt: cell('First Seen'),
    lastObservedAt: cell('Last Seen'),
    updatedAt: cell('Last Updated'),
    fixAvailable: cell('Fix Available'),
    exploitAvailable: cell('Exploit Available'),
    exploitabilityDetails: { lastKnownExploitAt: cell('Last Exploited At') },
    epss: { score: numberOf(cell('Epss Score')) },
    inspectorScore: score,
    inspectorScoreDetails: { adjustedCvss: { score, scoringVector: vector, version: versionOf(vector) } },
    remediation: { recommendation: { text: cell('Remediation') } },
    resources: [resource(cell)],
    ageDays: numberOf(cell('age _days')),
    networkPaths: cell('Network Paths'),
  };
  if (type === 'NETWORK_REACHABILITY')
    finding['networkReachabilityDetails'] = { openPortRange: ports(cell('Port Range')) };
  else if (type === 'CODE_VULNERABILITY') finding['codeVulnerabilityDetails'] = code(cell);
  else finding['packageVulnerabilityDetails'] = packageDetails(cell);
  for (const name in record) record[name] = undefined;
  Object.assign(record, finding);
}

function numberOf(text: string | undefined): number | undefined {
  const number = Number(text);
  return text !== undefined && Number.isFinite(number) ? number : undefined;
}

/** `CVSS:3.1/AV:N/…`; vectors of version 2 do not say so. */
function versionOf(vector: string | undefined): string | undefined {
  return /^CVSS:([\d.]{1,5})\//.exec(vector ?? '')?.[1];
}

/** Of all the texts; undefined where there is none. */
function list(...texts: readonly (string | undefined)[]): string[] | undefined {
  const items = texts.flatMap((text) => text?.split(/,\s*/) ?? []).filter((item) => item !== '');
  return items.length === 0 ? undefined : items;
}

function ports(text: string | undefined): RawRecord | undefined {
  const [, begin, end] = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?/.exec(text ?? '') ?? [];
  return begin === undefined ? undefined : { begin: Number(begin), end: Number(end ?? begin) };
}

function code(cell: Cell): RawRecord {
  const path = cell('File Path');
  const fileName = path?.slice(path.lastIndexOf('/') + 1);
  return {
    detectorName: cell('Detector Name'),
    filePath: path === undefined ? undefined : { filePath: path, fileName },
    referenceUrls: list(cell('Reference Urls')),
  };
}

function packageDetails(cell: Cell): RawRecord {
  const columns = [
    'Package Installed Version',
    'Fixed in Version',
    'File Path',
    'Package Manager',
    'Package Remediation',
  ];
  const [versions, fixed, paths, managers, remediations] = columns.map((column) => list(cell(column)) ?? []);
  const vulnerablePackages = list(cell('Affected Packages'))?.map((name, i) => ({
    name,
    version: versions![i],
    fixedInVersion: fixed![i],
    filePath: paths![i],
    packageManager: managers![i],
    remediation: remediations![i],
  }));
  const cvss = ['NVD CVSS3', 'NVD CVSS2', 'Vendor CVSS3', 'Vendor CVSS2'].flatMap((name) => {
    const [baseScore, scoringVector] = [numberOf(cell(`${name} Score`)), cell(`${name} Vector`)];
    const version = versionOf(scoringVector) ?? (name.endsWith('2') ? '2.0' : '3');
    const source = name.startsWith('NVD') ? 'NVD' : cell('Vendor');
    return baseScore === undefined && scoringVector === undefined
      ? []
      : [{ source, version, baseScore, scoringVector }];
  });
  return {
    vulnerabilityId: cell('Vulnerability Id'),
    source: cell('Vendor'),
    vendorSeverity: cell('Vendor Severity'),
    sourceUrl: cell('Vendor Advisory'),
    vendorCreatedAt: cell('Vendor Advisory Published'),
    referenceUrls: list(cell('Reference Urls')),
    cvss: cvss.length === 0 ? undefined : cvss,
    vulnerablePackages,
  };
}

function resource(cell: Cell): RawRecord {
  const id = cell('Resource ID');
  const type = cell('Resource Type')?.toUpperCase().replaceAll(' ', '_');
  return {
    id,
    type,
    region: cell('Region'),
    tagsText: cell('Resource Tags'),
    details: resourceDetails(cell, id, type),
  };
}

/** `arn:aws:ecr:eu-west-1:111122223333:repository/team/shop/sha256:1a2b…` */
const image =
  /^arn:[\w-]{1,20}:ecr:[\w-]{1,30}:\d{12}:repository\/(?<repositoryName>[^:]{1,256})\/(?<imageHash>sha256:[\da-f]{64})$/;

function resourceDetails(cell: Cell, id: string | undefined, type: string | undefined): RawRecord {
  const platform = cell('Platform');
  if (type?.includes('ECR_CONTAINER_IMAGE') === true) {
    const imageTags = list(cell('Container Image Tags'));
    return { awsEcrContainerImage: { platform, imageTags, ...image.exec(id ?? '')?.groups } };
  }
  if (type?.includes('LAMBDA') === true) {
    const functionName = id?.split(':')[6];
    return {
      awsLambdaFunction: {
        functionName,
        version: id?.split(':')[7],
        packageType: cell('Lambda Package Type'),
        layers: list(cell('Lambda Layers')),
        lastModifiedAt: cell('Lambda Last Updated At'),
      },
    };
  }
  return {
    awsEc2Instance: {
      platform,
      imageId: cell('Ami'),
      ipV4Addresses: list(cell('Resource Private Ipv4'), cell('Resource Public Ipv4')),
      ipV6Addresses: list(cell('Resource Ipv6')),
      vpcId: cell('Resource Vpc'),
    },
  };
}
