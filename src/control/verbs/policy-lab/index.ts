/** Policies under the lens: nothing here changes one. */
export { policyAsJson } from './as-json.ts';
export { checkPolicy } from './check.ts';
export { comparePolicies } from './compare.ts';
export { explainPolicy } from './explain.ts';
export { recommendPolicy } from './recommend.ts';
export { replayPolicy } from './replay.ts';
export { suggestPolicy } from './suggest.ts';
