import type { Context } from 'hono';
import { type Actor, anonymous, digestOf, isOver, roleOf, usedEveryMs } from '../../accounts/index.ts';
import { Fault } from '../../kernel/index.ts';
import type { Control } from '../control.ts';
import type { ApiEnv } from './route.ts';
import { sessionCookie } from './session-cookie.ts';

const bearer = /^Bearer (tg[ks]_[A-Za-z0-9_-]{43})$/;

/**
 * Finds out who asks. There is one way for each kind of credential, and each ends in an identity or a refusal: nothing
 * falls back to anything. No credential at all is nobody; one that is not right is refused wherever it is sent.
 *
 * @throws Fault `unauthenticated`
 */
export async function authenticate(context: Context<ApiEnv>, control: Control): Promise<Actor> {
  const proven = context.env.actor;
  if (proven !== undefined) return proven;
  const header = context.req.header('authorization');
  if (header === undefined) return anonymous;
  const token = bearer.exec(header)?.[1];
  if (token === undefined) throw unknown();
  if (token.startsWith('tgk_')) return byApiKey(token, control);
  return bySession(token, sessionCookie(context.req.header('cookie'), control.services), control);
}

async function byApiKey(key: string, control: Control): Promise<Actor> {
  const { sql, clock } = control;
  const digest = digestOf(key);
  const row = await sql
    .selectFrom('api_key')
    .select(['id', 'role', 'expires_at', 'used_at'])
    .where('digest', '=', digest)
    .executeTakeFirst();
  const now = clock.now();
  const role = row && roleOf(row.role);
  if (row === undefined || role === undefined) throw unknown();
  if (row.expires_at !== null && row.expires_at <= now) throw unknown();
  if ((row.used_at ?? 0) + usedEveryMs <= now) {
    await noted(sql.updateTable('api_key').set({ used_at: now }).where('id', '=', row.id).execute(), control);
  }
  return { kind: 'api_key', id: row.id, role };
}

/** Both halves must be of one session: the cookie, which a page cannot read, and the token, which a browser does not send. */
async function bySession(token: string, cookie: string | undefined, control: Control): Promise<Actor> {
  if (cookie === undefined) throw unknown();
  const { sql, clock } = control;
  const row = await sql
    .selectFrom('user_session')
    .innerJoin('user_account', 'user_account.id', 'user_session.user_id')
    .select(['user_session.id', 'user_session.created_at', 'user_session.used_at'])
    .select(['user_account.id as user', 'user_account.role', 'user_account.state'])
    .where('cookie_digest', '=', digestOf(cookie))
    .where('token_digest', '=', digestOf(token))
    .executeTakeFirst();
  const now = clock.now();
  const role = row && roleOf(row.role);
  if (row === undefined || role === undefined || row.state !== 'active') throw unknown();
  if (isOver({ createdAt: row.created_at, usedAt: row.used_at }, now)) throw unknown();
  if (row.used_at + usedEveryMs <= now) {
    await noted(sql.updateTable('user_session').set({ used_at: now }).where('id', '=', row.id).execute(), control);
  }
  return { kind: 'user', id: row.user, role, session: row.id };
}

/** Whoever only looks is not refused for want of room to note it: on a full disk, looking is what is left. */
async function noted(work: Promise<unknown>, { onError }: Control): Promise<void> {
  await work.catch(onError);
}

function unknown(): Fault {
  return new Fault('unauthenticated', 'this credential is not known, or no longer');
}
