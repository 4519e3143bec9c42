export { EmfReporter } from './emf.ts';
export { Metrics } from './metrics.ts';
export { isOtlpWanted, type OtlpOptions, startOtlp } from './otlp.ts';
