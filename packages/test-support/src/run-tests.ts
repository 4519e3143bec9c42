// npm test [-- PATTERN ...]: runs Jest over the selected test files. The last line is `N passed, N failed`.
import { runJest } from './run-jest.ts';

const { passed, failed } = await runJest(process.argv.slice(2));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
