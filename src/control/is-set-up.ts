import type { Sql } from '../store/index.ts';

/** @returns whether there is a user: until then there is nobody who could sign in */
export async function isSetUp(sql: Sql): Promise<boolean> {
  return (await sql.selectFrom('user_account').select('id').limit(1).executeTakeFirst()) !== undefined;
}
