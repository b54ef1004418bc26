import { describe, expect, it } from 'vitest';
import { type ChangedLists, changedLists, toolsOf } from './changed-lists.ts';
import type { Access, Grant, Snapshot } from './snapshot.ts';

const [here, elsewhere] = [{}, {}];
interface Under {
  readonly version?: number;
  readonly name?: string;
  readonly mode?: string;
  readonly default?: string;
  readonly prompts?: readonly unknown[];
  readonly resources?: readonly unknown[];
  readonly upstream?: object;
}
const under = (of: Under = {}): Access => {
  const { version = 1, name = 'p', mode = 'enforce', prompts = [], resources = [], upstream = here } = of;
  const policy = {
    mode,
    default: of.default ?? 'deny',
    prompts: { entries: prompts },
    resources: { entries: resources },
  };
  return { server: { upstream }, policy: { name, version, policy } } as unknown as Access;
};
const snapshot = (access: Readonly<Record<string, Access>>, grant = 'me'): Snapshot => {
  const mine = { access: new Map(Object.entries(access)) } as unknown as Grant;
  return { grantsById: new Map([[grant, mine]]) } as unknown as Snapshot;
};
const changes = (before: Readonly<Record<string, Access>>, after: Readonly<Record<string, Access>>): ChangedLists =>
  changedLists(snapshot(before), snapshot(after));
const all = ['tools', 'prompts', 'resources'];

describe('lists that another configuration may have changed', () => {
  it.each<[string, Access | undefined, Access | undefined, readonly string[]]>([
    ['nothing', under(), under(), []],
    ['a text', under(), under({ version: 2 }), ['tools']],
    ['another policy', under(), under({ name: 'q' }), ['tools']],
    ['a trial', under(), under({ mode: 'observe' }), ['tools']],
    ['a rule on prompts', under(), under({ version: 2, prompts: ['x'] }), ['tools', 'prompts']],
    ['no rule on resources any more', under({ resources: ['x'] }), under({ version: 2 }), ['tools', 'resources']],
    ['what is done without a rule', under(), under({ version: 2, default: 'allow' }), all],
    ['a server in its place', under(), under({ upstream: elsewhere }), all],
    ['a server more', undefined, under(), all],
    ['a server less', under(), undefined, all],
    ['a server that never was', undefined, undefined, []],
    ['its first policy', { ...under(), policy: undefined }, under(), all],
    ['no policy any more', under(), { ...under(), policy: undefined }, all],
  ])('%s', (_, was, is, expected) => {
    const of = (access: Access | undefined): Record<string, Access> => ({ b: under(), ...(access && { a: access }) });
    const changed = changes(of(was), of(is));
    expect(changed('me', 'a')).toEqual(expected);
    expect(changed('me', undefined)).toEqual(expected);
    expect(changed('me', 'b')).toEqual([]);
    expect(changed('another', 'a')).toEqual([]);
  });

  it('are those of a grant that is new, or gone', () => {
    const changed = changedLists(snapshot({ a: under() }), snapshot({ a: under() }, 'another'));
    expect([changed('me', 'a'), changed('another', undefined)]).toEqual([all, all]);
  });
});

it('a server’s tools concern whoever reaches that server', () => {
  expect(['a', 'b', undefined].map((slug) => toolsOf('a')('me', slug))).toEqual([['tools'], [], ['tools']]);
  expect(['a', undefined].map((slug) => toolsOf(undefined)('me', slug))).toEqual([['tools'], ['tools']]);
});
