import type { Fault } from '../fault.ts';

export default {
  name: 'none',
  summary: 'nothing breaks: what the others are compared with',
  inject: (bench) => bench.upload(1),
} satisfies Fault;
