import type { Actor } from '../../../accounts/index.ts';
import type { Sql } from '../../../store/index.ts';

/** Who makes a key or a link, as far as it must end with them. */
interface Maker {
  /** Who stands for it: for a key, whoever made it. */
  readonly createdBy: string;
  /** Ids of the keys that it comes from, the first one first, a blank between them; empty where a person makes it. */
  readonly madeWith: string;
  /** When the key that asks ends, ms since the epoch; `null`: never, or nobody asks with a key. */
  readonly until: number | null;
}

/**
 * Who stands for what an actor hands out. What somebody makes with a key of theirs would be nobody's otherwise: it would
 * outlive their rights, and count as a second person where two must agree.
 */
export async function makerOf(tx: Sql, actor: Pick<Actor, 'kind' | 'id'>): Promise<Maker> {
  const { kind, id } = actor;
  if (kind !== 'api_key') return { createdBy: `${kind}:${id}`, madeWith: '', until: null };
  const key = await keyOf(tx, id);
  const madeWith = key?.made_with ? `${key.made_with} ${id}` : id;
  return { createdBy: key?.created_by ?? `${kind}:${id}`, madeWith, until: key?.expires_at ?? null };
}

/**
 * One person, whatever they act with: a key is its maker's. The operator hands keys to people who have no account, so each
 * of those is a person of its own, together with all that was made with it.
 */
export async function personBehind(tx: Sql, { kind, id }: Pick<Actor, 'kind' | 'id'>): Promise<string> {
  const key = kind === 'api_key' ? await keyOf(tx, id) : undefined;
  if (key === undefined || key.created_by.startsWith('operator:')) return `${kind}:${firstKey(key?.made_with) ?? id}`;
  // A key of an older database may name the key that it was made with.
  const maker = /^api_key:(.+)$/.exec(key.created_by)?.[1];
  return maker === undefined ? key.created_by : personBehind(tx, { kind, id: maker });
}

function firstKey(madeWith: string | undefined): string | undefined {
  const first = madeWith?.split(' ')[0];
  return first === '' ? undefined : first;
}

function keyOf(tx: Sql, id: string) {
  return tx
    .selectFrom('api_key')
    .select(['created_by', 'made_with', 'expires_at'])
    .where('id', '=', id)
    .executeTakeFirst();
}
