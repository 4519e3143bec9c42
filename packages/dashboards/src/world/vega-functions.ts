import { expressionFunction } from 'vega';

let isDefined = false;

/** Functions that Dashboards adds to Vega; outside of it they do nothing. */
export function dashboardsFunctions(): void {
  if (isDefined) return;
  expressionFunction('opensearchDashboardsAddFilter', () => undefined);
  isDefined = true;
}
