/** Policies under the lens before they are saved: nothing here changes anything. */
export { checkPolicy } from './check.ts';
export { comparePolicies } from './compare.ts';
export { explainPolicy } from './explain.ts';
export { recommendPolicy } from './recommend.ts';
