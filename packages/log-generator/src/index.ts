export { albLines } from './alb.ts';
export { cloudTrailRecords } from './cloudtrail.ts';
export { secureEnvelopes } from './linux-secure.ts';
export { Random } from './random.ts';
export { vpcFlowHeader, vpcFlowLines } from './vpc-flow.ts';
export { attacker, createWorld, type World } from './world.ts';
