export { countDocuments } from './count-documents.ts';
export { type Exchange, type FaultProxy, type FaultProxyOptions, startFaultProxy } from './fault-proxy/fault-proxy.ts';
export type { ActiveFault, BulkItem, Fault, FaultScope, ProxiedRequest } from './fault-proxy/faults.ts';
export { seededRandom } from './fault-proxy/random.ts';
export { readSharedStack, startPrivateStack } from './shared-stack.ts';
export { connectTestStack, type TestScope, type TestStack, testStack } from './test-stack.ts';
