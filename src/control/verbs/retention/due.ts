import type { Sql } from '../../../store/index.ts';

/** How many records arrived before a time: calls and events. */
export async function recordsBefore(tx: Sql, before: number): Promise<number> {
  const count = async (table: 'call_record' | 'event'): Promise<number> => {
    const row = await tx
      .selectFrom(table)
      .select((x) => x.fn.countAll().as('count'))
      .where('time', '<', before)
      .executeTakeFirst();
    return Number(row?.count ?? 0);
  };
  return (await count('call_record')) + (await count('event'));
}
