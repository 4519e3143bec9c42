import type { Dashboard } from '../model.ts';
import { cloudTrailDashboard } from './cloudtrail.ts';

/** In the order people read the list. */
export const allDashboards: readonly Dashboard[] = [cloudTrailDashboard];
