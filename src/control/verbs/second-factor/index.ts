/** Second factors: time-based codes of an authenticator, and recovery codes for when it is lost. */
export { confirmSecondFactor } from './confirm.ts';
export { enrolSecondFactor } from './enrol.ts';
export { removeSecondFactor } from './remove.ts';
