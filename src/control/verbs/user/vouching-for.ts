import type { Actor } from '../../../accounts/index.ts';
import type { Sql } from '../../../store/index.ts';

/**
 * Who stands for what an actor hands out: for a key, whoever made it. Otherwise what somebody makes with a key of theirs
 * would be nobody's: it would outlive their rights, and count as a second person where two must agree.
 */
export async function vouchingFor(tx: Sql, { kind, id }: Actor): Promise<string> {
  const key =
    kind === 'api_key'
      ? await tx.selectFrom('api_key').select('created_by').where('id', '=', id).executeTakeFirst()
      : undefined;
  return key?.created_by ?? `${kind}:${id}`;
}
