import { nearestWord } from '../../kernel/index.ts';
import type { Sql } from '../../store/index.ts';
import type { Services } from '../services.ts';

export type NamedKind = 'grant' | 'server' | 'policy';

/** So many names can be read at a glance; of more, only the one that was probably meant is told. */
const mostTold = 8;

/**
 * What is told of a name that nothing has: the one that was probably meant, else those that there are. A name that is
 * merely refused sends its reader to another command to find out what he should have written.
 */
export async function noSuch(tx: Sql, services: Services, kind: NamedKind, name: string): Promise<string> {
  return (await missing(tx, services, kind))(name);
}

/** The same of many names: what there is is read once. */
export async function missing(tx: Sql, services: Services, kind: NamedKind): Promise<(name: string) => string> {
  const names = await namesOf(tx, services, kind);
  const where = services.declared === undefined ? ' (no gateway runs here, so a file’s are not known)' : '';
  return (name) => {
    const near = nearestWord(name, names);
    const hint =
      near !== undefined
        ? `; did you mean ${near}?`
        : names.length === 0
          ? `; there is none at all`
          : names.length <= mostTold
            ? `; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`
            : '';
    return `there is no ${kind} ${name}${hint}${where}`;
  };
}

/** Those of the file and those of the store that are in force, each once, in order. */
async function namesOf(tx: Sql, services: Services, kind: NamedKind): Promise<readonly string[]> {
  const declared = services.declared?.();
  const [ofFile, stored] =
    kind === 'grant'
      ? [
          declared?.grants.map(({ label }) => label),
          await tx.selectFrom('access_grant').select('label as name').where('revoked_at', 'is', null).execute(),
        ]
      : kind === 'server'
        ? [
            declared?.servers.keys(),
            await tx.selectFrom('server').select('slug as name').where('removed_at', 'is', null).execute(),
          ]
        : [
            declared?.policies.keys(),
            await tx.selectFrom('policy').select('name').where('removed_at', 'is', null).execute(),
          ];
  return [...new Set([...(ofFile ?? []), ...stored.map((row) => row.name)])].sort();
}
