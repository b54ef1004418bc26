/**
 * Approvals in the installation's database: the port `ApprovalQueue` for calls that wait, and the reading and writing of
 * the same rows for whoever decides, inside a transaction of theirs. What may follow what is decided by `src/approvals`
 * alone; nothing in here knows a rule.
 *
 * Loaded by the first call that needs a person, and by the control plane: never at the start of `toolgate run`.
 */
export { approvalColumns, approvalOf } from './approval-row.ts';
export {
  argumentsOfApproval,
  decidableApproval,
  findApproval,
  findException,
  writeDecided,
} from './approval-store.ts';
export { exceptionOf } from './exception-row.ts';
export { type ArgumentSeal, argumentSeal } from './kept-arguments.ts';
export { openQueue } from './open-queue.ts';
export { rekeyCalls } from './rekey-calls.ts';
export { type NoteUse, SqlQueue, type TellAsked } from './sql-queue.ts';
