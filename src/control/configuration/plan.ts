import { isDeepStrictEqual } from 'node:util';
import type { ConfigurationDocument } from './document.ts';

/** One thing that would be made, changed or taken away. */
export interface PlannedChange {
  readonly kind: 'server' | 'policy' | 'grant';
  readonly name: string;
  readonly action: 'create' | 'change' | 'remove';
  /** What of it would change: names of fields, never a value. */
  readonly fields: readonly string[];
}

/**
 * What has to happen for the store to be as a document says: in the order in which it can. What the document does not
 * name stays as it is, unless it is to be taken away.
 *
 * @param prune what is stored and not named is taken away
 */
export function planOf(
  wanted: ConfigurationDocument,
  current: ConfigurationDocument,
  prune: boolean,
): readonly PlannedChange[] {
  const servers = compared('server', wanted.servers, current.servers, (is, was) => [
    ...fieldsOf({ ...is, headers: undefined, name: is.name ?? was.name }, { ...was, headers: undefined }),
    ...fieldsOf(lowerCase(is.headers), lowerCase(was.headers)).map((name) => `headers.${name}`),
  ]);
  const policies = compared('policy', wanted.policies, current.policies, fieldsOf);
  const grants = compared('grant', wanted.grants, current.grants, fieldsOf);
  const gone = prune
    ? [
        // Grants first: they hold on to what they open.
        ...missing('grant', current.grants, wanted.grants),
        ...missing('policy', current.policies, wanted.policies),
        ...missing('server', current.servers, wanted.servers),
      ]
    : [];
  return [...servers, ...policies, ...grants, ...gone];
}

function compared<T>(
  kind: PlannedChange['kind'],
  wanted: Readonly<Record<string, T>>,
  current: Readonly<Record<string, T>>,
  fields: (is: T, was: T) => readonly string[],
): PlannedChange[] {
  const known = new Map(Object.entries(current));
  return Object.entries(wanted).flatMap(([name, is]): PlannedChange[] => {
    const was = known.get(name);
    if (was === undefined) return [{ kind, name, action: 'create', fields: [] }];
    const changed = fields(is, was);
    return changed.length === 0 ? [] : [{ kind, name, action: 'change', fields: changed }];
  });
}

function missing(kind: PlannedChange['kind'], current: object, wanted: object): PlannedChange[] {
  const names = new Set(Object.keys(wanted));
  const gone = Object.keys(current).filter((name) => !names.has(name));
  return gone.map((name) => ({ kind, name, action: 'remove', fields: [] }));
}

function fieldsOf(is: object, was: object): string[] {
  const before = new Map(Object.entries(was));
  const after = new Map(Object.entries(is));
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => !isDeepStrictEqual(after.get(name), before.get(name)));
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
