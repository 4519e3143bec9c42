import type { Connection } from '../connection.ts';
import type { Kind } from '../model.ts';
import type { Driver } from './driver.ts';
import { componentTemplateDriver, indexTemplateDriver } from './templates.ts';

export function createDrivers(connection: Connection): Map<Kind, Driver> {
  const drivers = [componentTemplateDriver(connection), indexTemplateDriver(connection)];
  return new Map(drivers.map((driver) => [driver.kind, driver]));
}
