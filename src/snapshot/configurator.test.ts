import { describe, expect, it, vi } from 'vitest';
import type { Config, PolicySource } from '../config/index.ts';
import { readConfig } from '../config/index.ts';
import { Configurator } from './configurator.ts';
import { textAtOnce } from './read-policies.ts';

const source = (name: string, document: object, padding = 0): PolicySource => ({
  name,
  text: JSON.stringify({ version: '1', default: 'deny', ...document }) + ' '.repeat(padding),
  format: 'json',
  file: `/${name}.json`,
  lineOffset: 0,
});

function config(...policies: PolicySource[]): Config {
  const read = readConfig({}, '/toolgate.yaml', {});
  if (!read.ok) throw new Error('the configuration does not read');
  const grant = {
    label: 'g',
    tags: new Map(),
    tokenHash: 'h',
    servers: new Map(policies.map(({ name }) => [name, name])),
  };
  const servers = new Map(policies.map(({ name }) => [name, { slug: name } as never]));
  return { ...read.config, servers, grants: [grant], policies: new Map(policies.map((one) => [one.name, one])) };
}

function configurator(pause = vi.fn(async () => {})) {
  const policyVersions = vi.fn(
    (all: Iterable<{ name: string; text: string }>) => new Map([...all].map(({ name }) => [name, 7])),
  );
  const made = new Configurator({ openUpstream: async () => ({}) as never, policyVersions, pause });
  const policyOf = (name: string) => made.current.grants.get('h')?.access.get(name)?.policy;
  return { made, pause, policyVersions, policyOf };
}

describe('policies are read a little at a time', () => {
  it('small ones at once', async () => {
    const { made, pause } = configurator();
    await made.apply(config(source('a', {}), source('b', {})));
    expect(pause).not.toHaveBeenCalled();
  });

  it('with a pause before each stretch of text that is longer than what is read at once', async () => {
    const { made, pause, policyOf } = configurator();
    const length = source('p0', {}).text.length;
    const each = textAtOnce / 4;
    await made.apply(config(...Array.from({ length: 40 }, (_, i) => source(`p${i}`, {}, each - length))));
    expect(pause).toHaveBeenCalledTimes(13);
    expect(policyOf('p39')).toMatchObject({ name: 'p39', version: 7 });
  });

  it('a long one in its steps: its tree, its rules, its budgets, its index', async () => {
    const { made, pause } = configurator();
    await made.apply(config(source('a', {}, textAtOnce), source('b', {})));
    expect(pause).toHaveBeenCalledTimes(4);
  });

  it('and nothing is in force before all is read', async () => {
    const seen: number[] = [];
    const { made } = configurator(vi.fn(async () => void seen.push(made.current.version)));
    await made.apply(config(source('a', {})));
    await made.apply(config(source('a', {}, textAtOnce)));
    expect(seen).toEqual([1, 1, 1]);
    expect(made.current.version).toBe(2);
  });
});

describe('what is in force already', () => {
  it('is not read again, and what has changed is', async () => {
    const { made, policyOf } = configurator();
    await made.apply(config(source('a', {}), source('b', {})));
    const [a, b] = [policyOf('a')?.policy, policyOf('b')?.policy];
    const applied = await made.apply(config(source('a', {}), source('b', { mode: 'observe' }), source('c', {})));
    expect(applied.ok).toBe(true);
    expect(policyOf('a')?.policy).toBe(a);
    expect(policyOf('b')?.policy).not.toBe(b);
    expect(policyOf('b')?.policy.mode).toBe('observe');
  });

  it('warns again, from where it stands now', async () => {
    const { made } = configurator();
    const doubtful = source('a', {
      tools: { t: { action: 'deny', limits: [{ counter: 'c', max: 1, window: 'hour', scope: 'grant' }] } },
    });
    const first = await made.apply(config(doubtful));
    const second = await made.apply(config({ ...doubtful, file: '/moved.json' }));
    expect(first.ok && first.warnings).toEqual([expect.stringMatching(/^\/a\.json: /)]);
    expect(second.ok && second.warnings).toEqual([expect.stringMatching(/^\/moved\.json: /)]);
  });

  it('stays, with its versions, when another does not read', async () => {
    const { made, policyVersions } = configurator();
    await made.apply(config(source('a', {})));
    const { current } = made;
    const applied = await made.apply(config(source('a', { mode: 'observe' }), source('b', { tols: {} })));
    expect(applied).toMatchObject({ ok: false, problems: [{ policy: 'b', file: '/b.json' }] });
    expect(made.current).toBe(current);
    expect(policyVersions).toHaveBeenCalledTimes(1);
  });
});
