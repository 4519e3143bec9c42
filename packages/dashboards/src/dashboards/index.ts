import type { Dashboard } from '../model.ts';
import { accountsDashboard } from './accounts.ts';
import { alertsDashboard } from './alerts.ts';
import { clientVpnDashboard } from './clientvpn.ts';
import { cloudFrontDashboard } from './cloudfront.ts';
import { cloudHsmDashboard } from './cloudhsm.ts';
import { cloudTrailDashboard } from './cloudtrail.ts';
import { elbDashboard } from './elb.ts';
import { entitiesDashboard } from './entities.ts';
import { guardDutyDashboard } from './guardduty.ts';
import { ocsfAuditDashboard } from './ocsf-audit.ts';
import { ocsfNetworkDashboard } from './ocsf-network.ts';
import { openSearchMetricsDashboard } from './opensearch-metrics.ts';
import { pipelineHealthDashboard } from './pipeline-health.ts';
import { rdsDashboard } from './rds.ts';
import { s3AccessLogDashboard } from './s3accesslog.ts';
import { securityHubDashboard } from './securityhub.ts';
import { siemOverviewDashboard } from './siem-overview.ts';
import { threatHuntingDashboard } from './threat-hunting.ts';
import { vpcFlowLogsDashboard } from './vpcflowlogs.ts';
import { vpcFlowLogsCustomDashboard } from './vpcflowlogs-custom.ts';
import { wafDashboard } from './waf.ts';
import { webDashboard } from './web.ts';
import { workSpacesDashboard } from './workspaces.ts';

/** Those about everything first, then by source. */
export const allDashboards: readonly Dashboard[] = [
  siemOverviewDashboard,
  alertsDashboard,
  entitiesDashboard,
  threatHuntingDashboard,
  accountsDashboard,
  pipelineHealthDashboard,
  clientVpnDashboard,
  cloudFrontDashboard,
  cloudHsmDashboard,
  cloudTrailDashboard,
  elbDashboard,
  guardDutyDashboard,
  ocsfAuditDashboard,
  ocsfNetworkDashboard,
  openSearchMetricsDashboard,
  rdsDashboard,
  s3AccessLogDashboard,
  securityHubDashboard,
  vpcFlowLogsDashboard,
  vpcFlowLogsCustomDashboard,
  wafDashboard,
  webDashboard,
  workSpacesDashboard,
];
