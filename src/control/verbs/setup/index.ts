/** The first start: a one-time link makes the first user. There are no default credentials. */
export { completeSetup } from './complete.ts';
export { issueSetupLink } from './issue.ts';
export { showSetupState } from './state.ts';
