import {
  accountLimit,
  addressLimit,
  digestOf,
  forgottenMs,
  siteLimit,
  waitOf,
  worthRecording,
} from '../../../accounts/index.ts';
import { addressKey, siteKey } from '../../../audit/index.ts';
import { Fault } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import type { PrepareContext, VerbContext } from '../../define-verb.ts';
import { TooManyAttempts } from '../../too-many-attempts.ts';

/** Whether a password was right, and what the attempt was counted under. */
export interface Proof {
  readonly email: string;
  readonly userId: string | undefined;
  readonly ok: boolean;
  /** What was kept of the password that was given; `undefined` for nobody. */
  readonly kept: string | undefined;
  /** The password's hash anew, where the kept one cost something else. */
  readonly rehashed: string | undefined;
  /** Attempts so far, this one included. */
  readonly counted: readonly Counted[];
}

interface Counted {
  readonly subject: string;
  readonly limit: typeof accountLimit;
  readonly count: number;
}

/**
 * Checks a password: counts the attempt before it is made, so that no number of attempts at once gets past the limits, and
 * takes as long for an account that does not exist.
 *
 * @param known what the attempts of whoever was here before are counted under, instead of the account and the address, at which
 *   strangers can fail as often as they like
 * @throws TooManyAttempts, Fault `overloaded`
 */
export async function provePassword(
  context: PrepareContext,
  email: string,
  password: string,
  known?: string,
): Promise<Proof> {
  const counted = await count(
    context,
    known === undefined ? strangersSubjects(context, email) : [{ subject: known, limit: accountLimit }],
  );
  const user = await context.sql
    .selectFrom('user_account')
    .select(['id', 'password', 'state'])
    .where('email', '=', email)
    .executeTakeFirst();
  const { passwords } = context.services;
  const { ok, stale } = await passwords.verify(user?.password, password);
  const active = ok && user?.state === 'active';
  const rehashed = active && stale ? await passwords.hash(password) : undefined;
  return { email, userId: user?.id, ok: active, kept: user?.password, rehashed, counted };
}

/**
 * Whether a proof still is one, inside of the transaction that goes by it: a hash takes its time, and many at once wait for
 * theirs. A password that was changed meanwhile, because somebody else knew it, must open nothing that outlives the change.
 */
export async function stillProven(tx: Sql, { ok, userId, kept }: Proof): Promise<boolean> {
  if (!ok || userId === undefined) return false;
  const now = await tx
    .selectFrom('user_account')
    .select(['password', 'state'])
    .where('id', '=', userId)
    .executeTakeFirst();
  return now?.state === 'active' && now.password === kept;
}

/** Refuses an attempt; where others must wait from now on, that stands on the record. */
export function refuseAttempt({ event, refuse }: VerbContext, proof: Proof): never {
  const fault = new Fault('unauthenticated', 'the address, the password or the code is not right');
  const notable = proof.counted.filter(({ count: so, limit }) => worthRecording(so, limit));
  if (notable.length === 0) throw fault;
  event({ email: proof.email, failures: Math.max(...notable.map(({ count: so }) => so)) }, 'session.refused');
  return refuse(fault);
}

/** The attempt was no failure after all: the account's count begins anew, the address's is one less. */
export async function forgive(tx: Sql, proof: Proof): Promise<void> {
  for (const { subject, limit } of proof.counted) {
    if (limit === accountLimit) await tx.deleteFrom('login_failure').where('subject', '=', subject).execute();
    else {
      await tx
        .updateTable('login_failure')
        .set((x) => ({ count: x('count', '-', 1) }))
        .where('subject', '=', subject)
        .execute();
    }
  }
}

/** Neither a failure nor a success: the password was right, and the code is still to come. */
export async function uncount(tx: Sql, proof: Proof): Promise<void> {
  await tx
    .updateTable('login_failure')
    .set((x) => ({ count: x('count', '-', 1) }))
    .where(
      'subject',
      'in',
      proof.counted.map(({ subject }) => subject),
    )
    .execute();
}

type Subject = Omit<Counted, 'count'>;

function strangersSubjects({ address }: PrepareContext, email: string): Subject[] {
  const site = address === undefined ? undefined : siteKey(address);
  return [
    // A digest, so that an address of any length is a key of one length.
    { subject: `account:${digestOf(email)}`, limit: accountLimit },
    ...(address === undefined ? [] : [{ subject: `address:${addressKey(address)}`, limit: addressLimit }]),
    ...(site === undefined ? [] : [{ subject: `site:${site}`, limit: siteLimit }]),
  ];
}

function count({ sql, now }: PrepareContext, subjects: readonly Subject[]): Promise<Counted[]> {
  return sql.transaction().execute(async (tx) => {
    await tx
      .deleteFrom('login_failure')
      .where('last_at', '<=', now - forgottenMs)
      .execute();
    const counted: Counted[] = [];
    let wait = 0;
    for (const { subject, limit } of subjects) {
      const row = await tx.selectFrom('login_failure').selectAll().where('subject', '=', subject).executeTakeFirst();
      const failures = { count: row?.count ?? 0, lastAt: row?.last_at ?? 0 };
      wait = Math.max(wait, waitOf(failures, limit, now));
      counted.push({ subject, limit, count: failures.count + 1 });
    }
    if (wait > 0) throw new TooManyAttempts(wait);
    for (const { subject, count: so } of counted) {
      await tx
        .insertInto('login_failure')
        .values({ subject, count: so, last_at: now })
        .onConflict((conflict) => conflict.column('subject').doUpdateSet({ count: so, last_at: now }))
        .execute();
    }
    return counted;
  });
}
