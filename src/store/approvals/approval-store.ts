import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import {
  type Approval,
  type ApprovalCaps,
  type BoundCall,
  callDigest,
  type Decided,
  type Exception,
  exceptionDigests,
  type Known,
} from '../../approvals/index.ts';
import type { Sql } from '../sql/open-sql.ts';
import { approvalColumns, approvalOf, changesOf, rowOf } from './approval-row.ts';
import { exceptionOf, exceptionRow } from './exception-row.ts';
import { type ArgumentSeal, sealContext } from './kept-arguments.ts';

/** How long what is over is kept, in ms: the record of the calls says for longer what became of it. */
const keptMs = 30 * 24 * 60 * 60_000;

/** How long the arguments of what expired are kept: nobody looks for what came of them, and an agent makes any number. */
const expiredArgumentsMs = 24 * 60 * 60_000;

/** @returns everything that bears on one asking, as it stands */
export async function knownOf(
  tx: Sql,
  call: BoundCall,
  seal: ArgumentSeal,
  caps: ApprovalCaps,
  now: number,
): Promise<Known> {
  const rows = await tx
    .selectFrom('approval')
    .select(approvalColumns)
    .where('call_digest', 'in', seal.keyed(callDigest(call)))
    .execute();
  const exceptions = await tx
    .selectFrom('approval_exception')
    .selectAll()
    .where('match', 'in', matchesOf(call, seal))
    .execute();
  const { pending } = await tx
    .selectFrom('approval')
    .select((x) => x.fn.countAll<number>().as('pending'))
    .where('grant_id', '=', call.grant)
    .where('state', '=', 'pending')
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  const denied = await tx
    .selectFrom('approval')
    .select(approvalColumns)
    .where('grant_id', '=', call.grant)
    .where('state', '=', 'denied')
    .where('server', '=', call.server)
    .where('subject', '=', call.subject.name)
    .where('settled_at', '>', now - caps.coolDownMs)
    .execute();
  return {
    // What was found by the digest of this call is of its arguments.
    same: rows.map((row) => approvalOf(row, call.argumentsDigest)),
    exceptions: exceptions.map(exceptionOf),
    pending: Number(pending),
    denials: denied.flatMap((row) => {
      const { state } = approvalOf(row);
      // Whoever is told what would be agreed to is not worn out with questions.
      return state.kind === 'denied' && state.proposal === undefined ? [state.at] : [];
    }),
  };
}

/** What an exception may be found by that lets a call pass: under any key where it is of its arguments, and as it is where of none. */
export function matchesOf(call: BoundCall, seal: ArgumentSeal): readonly string[] {
  const { same, any } = exceptionDigests(call);
  return [...seal.keyed(same), any];
}

/** @returns `undefined` when there is none */
export async function findApproval(tx: Sql, id: string): Promise<Approval | undefined> {
  const row = await tx.selectFrom('approval').select(approvalColumns).where('id', '=', id).executeTakeFirst();
  return row && approvalOf(row);
}

/**
 * A request with the digest of its arguments, for whoever decides on it.
 *
 * @throws SealError when they were sealed under a key that is not in the ring
 */
export async function decidableApproval(tx: Sql, approval: Approval, seal: ArgumentSeal): Promise<Approval> {
  const text = await argumentsOfApproval(tx, approval.id, seal);
  // Arguments that are kept no longer are of a request that has expired for good: nothing can be decided on it.
  if (text === undefined) return approval;
  const { request } = approval;
  return { ...approval, request: { ...request, call: { ...request.call, argumentsDigest: sha256Of(text) } } };
}

/**
 * @returns `undefined` when there is no such request, or it expired so long ago that they are kept no longer
 * @throws SealError when they were sealed under a key that is not in the ring
 */
export async function argumentsOfApproval(tx: Sql, id: string, seal: ArgumentSeal): Promise<string | undefined> {
  const row = await tx.selectFrom('approval').select('arguments').where('id', '=', id).executeTakeFirst();
  return row === undefined || row.arguments === '' ? undefined : seal.open(row.arguments, sealContext(id));
}

/** A new request; what has been over for long makes room for it. */
export async function insertApproval(tx: Sql, approval: Approval, args: string, seal: ArgumentSeal): Promise<void> {
  await tx
    .insertInto('approval')
    .values(rowOf(approval, args, seal))
    .execute();
  const before = approval.askedAt - keptMs;
  await tx.deleteFrom('approval').where('asked_at', '<', before).where('expires_at', '<', before).execute();
  await tx.deleteFrom('approval_exception').where('expires_at', '<', before).execute();
  await forgetExpiredArguments(tx, approval.askedAt);
}

/**
 * What they were is not known any more, so nobody may agree to it: it is written as expired, wherever the clock goes. The
 * conditions are written out because the index has the same, and no parameters: so few are found at once.
 */
async function forgetExpiredArguments(tx: Sql, now: number): Promise<void> {
  await tx
    .updateTable('approval')
    .set((x) => ({
      arguments: '',
      state: 'expired',
      settled_at: x.fn.coalesce('settled_at', 'expires_at'),
    }))
    .where(sql<boolean>`state NOT IN ('denied', 'consumed') AND arguments <> ''`)
    .where('expires_at', '<', now - expiredArgumentsMs)
    .execute();
}

/** What `sha256Jcs` makes of arguments, from their canonical form. */
function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export async function updateApproval(tx: Sql, approval: Approval): Promise<void> {
  await tx.updateTable('approval').set(changesOf(approval)).where('id', '=', approval.id).execute();
}

/** Everything that a decision changes, in the transaction of whoever decides. */
export async function writeDecided(
  tx: Sql,
  { approval, exception, proposal }: Decided,
  seal: ArgumentSeal,
): Promise<void> {
  await updateApproval(tx, approval);
  if (exception !== undefined)
    await tx.insertInto('approval_exception').values(exceptionRow(exception, seal)).execute();
  if (proposal !== undefined) await insertApproval(tx, proposal.approval, proposal.arguments, seal);
}

export async function findException(tx: Sql, id: string): Promise<Exception | undefined> {
  const row = await tx.selectFrom('approval_exception').selectAll().where('id', '=', id).executeTakeFirst();
  return row && exceptionOf(row);
}
