import { z } from 'zod';
import { roleOf } from '../../../accounts/index.ts';
import { Fault } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { emailField, idField, nameField, roleField, timeField } from '../../fields.ts';
import { endMadeWith } from './end-made-with.ts';

/** A user as others see them. */
export const userShape = z.strictObject({
  id: idField,
  email: emailField,
  name: nameField,
  role: roleField,
  state: z.enum(['active', 'disabled']),
  secondFactor: z.boolean(),
  createdAt: timeField,
  lastSignInAt: timeField.nullable(),
});

export type User = z.output<typeof userShape>;

/** Every user, with whether they have a second factor; for a verb to narrow down. */
export function selectUsers(tx: Sql) {
  return tx
    .selectFrom('user_account')
    .leftJoin('second_factor', (join) =>
      join.onRef('second_factor.user_id', '=', 'user_account.id').on('second_factor.state', '=', 'active'),
    )
    .select([
      'user_account.id',
      'user_account.email',
      'user_account.name',
      'user_account.role',
      'user_account.state',
      'user_account.created_at',
      'user_account.signed_in_at',
      'second_factor.user_id as factor',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectUsers>['executeTakeFirstOrThrow']>>;

export function userOf(row: Row): User {
  const role = roleOf(row.role);
  const state = row.state === 'active' ? 'active' : 'disabled';
  if (role === undefined) throw new Error(`the user ${row.id} has a role that is none`);
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role,
    state,
    secondFactor: row.factor !== null,
    createdAt: row.created_at,
    lastSignInAt: row.signed_in_at,
  };
}

/** @throws Fault `not_found` */
export async function readUser(tx: Sql, id: string): Promise<User> {
  const row = await selectUsers(tx).where('user_account.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', 'there is no such user');
  return userOf(row);
}

/**
 * Makes sure that somebody is left who can administer, when this user no longer does.
 *
 * @throws Fault `conflict`
 */
export async function notTheLastAdmin(tx: Sql, user: User): Promise<void> {
  if (user.role !== 'admin' || user.state !== 'active') return;
  const other = await tx
    .selectFrom('user_account')
    .select('id')
    .where('role', '=', 'admin')
    .where('state', '=', 'active')
    .where('id', '!=', user.id)
    .limit(1)
    .executeTakeFirst();
  if (other === undefined) throw new Fault('conflict', 'this is the last admin; make another one first');
}

/** How many of each were ended, for the record. */
interface TakenMade {
  readonly apiKeys: number;
  readonly links: number;
}

interface Taken extends TakenMade {
  readonly sessions: number;
}

/**
 * Ends what a user holds: sessions, and the API keys and one-time links that they made, which would outlive their rights
 * otherwise; and links for a new password of theirs, whose holder would have other rights than those it was made for.
 *
 * @returns how many of each, for the record
 */
export async function takeAway(tx: Sql, id: string): Promise<Taken> {
  const sessions = await tx.deleteFrom('user_session').where('user_id', '=', id).executeTakeFirst();
  const resets = await tx.deleteFrom('invitation').where('user_id', '=', id).executeTakeFirst();
  const { apiKeys, links } = await takeMade(tx, id);
  return { sessions: Number(sessions.numDeletedRows), apiKeys, links: Number(resets.numDeletedRows) + links };
}

/**
 * Ends what a user made: API keys and one-time links, and what was made with those keys.
 *
 * @returns how many of each, for the record
 */
export async function takeMade(tx: Sql, id: string): Promise<TakenMade> {
  const links = await tx.deleteFrom('invitation').where('created_by', '=', `user:${id}`).executeTakeFirst();
  const keys = await tx.deleteFrom('api_key').where('created_by', '=', `user:${id}`).returning('id').execute();
  const more = await endMadeWith(
    tx,
    keys.map((key) => key.id),
  );
  return { apiKeys: keys.length + more.apiKeys, links: Number(links.numDeletedRows) + more.links };
}
