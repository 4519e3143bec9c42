import type { Connection } from '../connection.ts';
import type { Kind } from '../model.ts';
import { channelDriver, monitorDriver } from './alerting.ts';
import type { Driver } from './driver.ts';
import { ismPolicyDriver } from './ism-policies.ts';
import { savedObjectsDriver } from './saved-objects.ts';
import { auditConfigDriver, roleDriver, roleMappingDriver } from './security.ts';
import { componentTemplateDriver, indexTemplateDriver } from './templates.ts';
import { writeIndexDriver } from './write-indexes.ts';

/** @param dashboards OpenSearch Dashboards, where the operator names one */
export function createDrivers(connection: Connection, dashboards?: Connection): Map<Kind, Driver> {
  const drivers = [
    componentTemplateDriver(connection),
    indexTemplateDriver(connection),
    ismPolicyDriver(connection),
    writeIndexDriver(connection),
    roleDriver(connection),
    roleMappingDriver(connection),
    auditConfigDriver(connection),
    channelDriver(connection),
    monitorDriver(connection),
    savedObjectsDriver(dashboards),
  ];
  return new Map(drivers.map((driver) => [driver.kind, driver]));
}
