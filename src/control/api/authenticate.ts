import type { Context } from 'hono';
import { type Actor, anonymous, digestOf, roleOf } from '../../accounts/index.ts';
import { Fault } from '../../kernel/index.ts';
import type { Control } from '../control.ts';
import type { ApiEnv } from './route.ts';

const bearer = /^Bearer (tg[ks]_[A-Za-z0-9_-]{43})$/;

/** How old `lastUsedAt` may be before it is written again, in ms: not every request is a write. */
const usedEveryMs = 60_000;

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
  return byApiKey(token, control);
}

async function byApiKey(key: string, { sql, clock }: Control): Promise<Actor> {
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
    await sql.updateTable('api_key').set({ used_at: now }).where('id', '=', row.id).execute();
  }
  return { kind: 'api_key', id: row.id, role };
}

function unknown(): Fault {
  return new Fault('unauthenticated', 'this credential is not known, or no longer');
}
