export { EmfReporter } from './emf.ts';
export { Metrics } from './metrics.ts';
