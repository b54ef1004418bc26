import type { Context } from 'hono';
import { type Actor, anonymous, digestOf, isOver, roleOf, usedEveryMs } from '../../accounts/index.ts';
import { Fault, unattendedHeader } from '../../kernel/index.ts';
import type { Sql } from '../../store/index.ts';
import type { Control, Requester } from '../control.ts';
import type { ApiEnv } from './route.ts';
import { sessionCookie } from './session-cookie.ts';

const bearer = /^Bearer (tg[ks]_[A-Za-z0-9_-]{43})$/;

/** Who asks, and how to find out whether they still may. */
export type Credential = Pick<Requester, 'actor' | 'stands'>;

/**
 * Finds out who asks. There is one way for each kind of credential, and each ends in an identity or a refusal: nothing
 * falls back to anything. No credential at all is nobody; one that is not right is refused wherever it is sent.
 *
 * @throws Fault `unauthenticated`
 */
export async function authenticate(context: Context<ApiEnv>, control: Control): Promise<Credential> {
  const proven = context.env.actor;
  if (proven !== undefined) return { actor: proven };
  const header = context.req.header('authorization');
  if (header === undefined) return { actor: anonymous };
  const token = bearer.exec(header)?.[1];
  if (token === undefined) throw unknown();
  if (token.startsWith('tgk_')) return credential(keyOf(token), 'api_key', control);
  const cookie = sessionCookie(context.req.header('cookie'), control.services);
  if (cookie === undefined) throw unknown();
  const attended = context.req.header(unattendedHeader) === undefined;
  return credential(sessionOf(token, cookie), 'user_session', control, attended);
}

/** What is known of a credential now. */
interface Known {
  readonly actor: Actor;
  /** Of its row. */
  readonly id: string;
  readonly usedAt: number;
}

type Find = (sql: Sql, now: number) => Promise<Known | undefined>;

/** @param used whether somebody uses it; a page asks by itself, too */
async function credential(
  find: Find,
  table: 'api_key' | 'user_session',
  control: Control,
  used = true,
): Promise<Credential> {
  const { sql, clock } = control;
  const now = clock.now();
  const known = await find(sql, now);
  if (known === undefined) throw unknown();
  const { actor, id, usedAt } = known;
  if (used && usedAt + usedEveryMs <= now) {
    await noted(sql.updateTable(table).set({ used_at: now }).where('id', '=', id).execute(), control);
  }
  return {
    actor,
    stands: async (tx) => {
      const still = await find(tx, clock.now());
      // Whoever was given another role begins anew: what they asked for was asked with the old one.
      if (still?.id !== id || still.actor.role !== actor.role) throw unknown();
    },
  };
}

function keyOf(key: string): Find {
  const digest = digestOf(key);
  return async (sql, now) => {
    const row = await sql
      .selectFrom('api_key')
      .select(['id', 'role', 'expires_at', 'used_at'])
      .where('digest', '=', digest)
      .executeTakeFirst();
    const role = row && roleOf(row.role);
    if (row === undefined || role === undefined) return undefined;
    if (row.expires_at !== null && row.expires_at <= now) return undefined;
    return { actor: { kind: 'api_key', id: row.id, role }, id: row.id, usedAt: row.used_at ?? 0 };
  };
}

/** Both halves must be of one session: the cookie, which a page cannot read, and the token, which a browser does not send. */
function sessionOf(token: string, cookie: string): Find {
  const digests = { cookie: digestOf(cookie), token: digestOf(token) };
  return async (sql, now) => {
    const row = await sql
      .selectFrom('user_session')
      .innerJoin('user_account', 'user_account.id', 'user_session.user_id')
      .select(['user_session.id', 'user_session.created_at', 'user_session.used_at'])
      .select(['user_account.id as user', 'user_account.role', 'user_account.state'])
      .where('cookie_digest', '=', digests.cookie)
      .where('token_digest', '=', digests.token)
      .executeTakeFirst();
    const role = row && roleOf(row.role);
    if (row === undefined || role === undefined || row.state !== 'active') return undefined;
    if (isOver({ createdAt: row.created_at, usedAt: row.used_at }, now)) return undefined;
    return { actor: { kind: 'user', id: row.user, role, session: row.id }, id: row.id, usedAt: row.used_at };
  };
}

/** Whoever only looks is not refused for want of room to note it: on a full disk, looking is what is left. */
async function noted(work: Promise<unknown>, { onError }: Control): Promise<void> {
  await work.catch(onError);
}

function unknown(): Fault {
  return new Fault('unauthenticated', 'this credential is not known, or no longer');
}
