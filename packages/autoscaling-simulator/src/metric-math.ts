import { all, create } from 'mathjs';

/** Values of one minute by metric id; null where a metric has no datapoint. */
export type Datapoints = Readonly<Record<string, number | null>>;

export type MetricExpression = (values: Datapoints) => number | null;

const math = create(all!);
math.import(
  {
    FILL: (value: number | null, filler: number) => value ?? filler,
    // CloudWatch counts everything but zero as true.
    IF: (condition: number | boolean, then: number, otherwise: number) => (condition ? then : otherwise),
  },
  { override: true },
);

/**
 * The part of CloudWatch's metric math that the policies use: numbers, arithmetic, comparisons, AND, OR, FILL, IF. Other
 * expressions of the same policy count as metrics by their id.
 * @throws Error naming what stands in the expression and is none of these
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function compileMetricExpression(expression: string): MetricExpression {
  const code = math.parse(expression.replace(/\bAND\b/g, 'and').replace(/\bOR\b/g, 'or')).compile();
  return (values) => {
    try {
      const result: unknown = code.evaluate({ ...values });
      return typeof result === 'number' && Number.isFinite(result) ? result : null;
    } catch (cause) {
      // What is missing and not filled leaves the expression without a datapoint, as in CloudWatch.
      if (Object.values(values).includes(null)) return null;
      throw new Error(`'${expression}' cannot be computed: ${(cause as Error).message}`, { cause });
    }
  };
}
