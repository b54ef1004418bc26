/**
 * What happened. Records, their chain, and the port that keeps them. No record, no call: whoever cannot write here
 * does not forward there. Argument values are kept only where the policy says so; secrets never.
 */
export type { Journal } from './journal.ts';
export type { CallFactsRecord, CallRecord, EventRecord, Intent, TakenAmount } from './record.ts';
