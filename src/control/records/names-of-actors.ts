import type { Sql } from '../../store/index.ts';

/** Who is named in a record, as the control plane writes it. */
interface Named {
  readonly kind: 'user' | 'api_key';
  readonly id: string;
}

/**
 * What those are called who did what stands in these records, by `kind:id`. The record names people by ids, which stay when a
 * name changes or somebody leaves; whoever reads it wants to know who that is.
 */
export async function namesOfActors(
  tx: Sql,
  records: readonly Readonly<Record<string, unknown>>[],
): Promise<(record: Readonly<Record<string, unknown>>) => string | null> {
  const actors = records.flatMap((record) => actorOf(record) ?? []);
  const idsOf = (kind: Named['kind']) => [...new Set(actors.filter((one) => one.kind === kind).map(({ id }) => id))];
  const names = new Map<string, string>();
  const [users, keys] = [idsOf('user'), idsOf('api_key')];
  if (users.length > 0) {
    const found = await tx.selectFrom('user_account').select(['id', 'name']).where('id', 'in', users).execute();
    for (const { id, name } of found) names.set(`user:${id}`, name);
  }
  if (keys.length > 0) {
    const found = await tx.selectFrom('api_key').select(['id', 'name']).where('id', 'in', keys).execute();
    for (const { id, name } of found) names.set(`api_key:${id}`, name);
  }
  return (record) => {
    const actor = actorOf(record);
    return actor === undefined ? null : (names.get(`${actor.kind}:${actor.id}`) ?? null);
  };
}

function actorOf({ detail }: Readonly<Record<string, unknown>>): Named | undefined {
  if (typeof detail !== 'object' || detail === null || !('actor' in detail)) return undefined;
  const { actor } = detail;
  if (typeof actor !== 'object' || actor === null || !('kind' in actor) || !('id' in actor)) return undefined;
  const { kind, id } = actor;
  return (kind === 'user' || kind === 'api_key') && typeof id === 'string' ? { kind, id } : undefined;
}
