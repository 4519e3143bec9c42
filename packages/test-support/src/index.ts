export { readSharedStack, startPrivateStack } from './shared-stack.ts';
export { connectTestStack, type TestScope, type TestStack, testStack } from './test-stack.ts';
