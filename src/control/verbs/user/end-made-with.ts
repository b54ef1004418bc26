import type { Sql } from '../../../store/index.ts';

/**
 * Ends what was made with keys, and with those in turn: API keys and one-time links.
 *
 * @returns how many of each, for the record
 */
export async function endMadeWith(
  tx: Sql,
  ids: readonly string[],
): Promise<{ readonly apiKeys: number; readonly links: number }> {
  let apiKeys = 0;
  let links = 0;
  for (let makers = ids; makers.length > 0; ) {
    const gone: string[] = [];
    for (const maker of makers) {
      // Keys of older databases may name the key that they were made with, and no more.
      const by = `api_key:${maker}`;
      const made = `%${maker}%`;
      const keys = await tx
        .deleteFrom('api_key')
        .where((x) => x.or([x('created_by', '=', by), x('made_with', 'like', made)]))
        .returning('id')
        .execute();
      gone.push(...keys.map(({ id }) => id));
      const { numDeletedRows } = await tx
        .deleteFrom('invitation')
        .where((x) => x.or([x('created_by', '=', by), x('made_with', 'like', made)]))
        .executeTakeFirst();
      links += Number(numDeletedRows);
    }
    apiKeys += gone.length;
    makers = gone;
  }
  return { apiKeys, links };
}
