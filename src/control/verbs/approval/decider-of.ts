import type { Actor } from '../../../accounts/index.ts';
import type { Decider } from '../../../approvals/index.ts';
import { Fault } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { personBehind } from '../user/maker-of.ts';

/**
 * Who decides, as far as approvals must know: two keys of one user are one person, and so are a user and a key of theirs.
 *
 * @throws Fault `forbidden` for whoever is no person and acts for none
 */
export async function deciderOf(tx: Sql, actor: Actor): Promise<Decider> {
  switch (actor.kind) {
    case 'operator':
      return { kind: 'operator', id: 'operator', name: 'operator', groups: [] };
    case 'user': {
      const row = await tx.selectFrom('user_account').select('email').where('id', '=', actor.id).executeTakeFirst();
      if (row === undefined) throw nobody();
      const groups = await groupsOf(tx, [`user:${actor.id}`]);
      return { kind: 'user', id: actor.id, name: row.email, user: actor.id, aliases: [row.email], groups };
    }
    case 'api_key': {
      const row = await tx.selectFrom('api_key').select('name').where('id', '=', actor.id).executeTakeFirst();
      if (row === undefined) throw nobody();
      // A key that was made with one of the operator's is that one's: otherwise whoever has one could agree as many.
      const behind = await personBehind(tx, actor);
      const user = /^user:(.+)$/.exec(behind)?.[1];
      const account = user && (await emailOf(tx, user));
      const groups = await groupsOf(tx, [`api_key:${actor.id}`, ...(user === undefined ? [] : [`user:${user}`])]);
      const person = user === undefined ? {} : { user, aliases: account ? [account] : [] };
      const id = user === undefined ? behind.replace(/^api_key:/, '') : actor.id;
      return { kind: 'api_key', id, name: row.name, ...person, groups };
    }
    case 'system':
    case 'anonymous':
      throw nobody();
  }
}

async function groupsOf(tx: Sql, members: readonly string[]): Promise<string[]> {
  const rows = await tx.selectFrom('approver_group').select('name').where('member', 'in', members).execute();
  return rows.map(({ name }) => name);
}

async function emailOf(tx: Sql, user: string): Promise<string | undefined> {
  const row = await tx.selectFrom('user_account').select('email').where('id', '=', user).executeTakeFirst();
  return row?.email;
}

function nobody(): Fault {
  return new Fault('forbidden', 'only people decide approvals, and keys that act for them');
}
