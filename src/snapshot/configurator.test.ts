import { describe, expect, it, vi } from 'vitest';
import type { Config, HttpServer, PolicySource } from '../config/index.ts';
import { readConfig } from '../config/index.ts';
import { Slices } from '../kernel/index.ts';
import { Configurator } from './configurator.ts';
import type { Stored, StoredGrant } from './stored.ts';

const source = (name: string, document: object): PolicySource => ({
  name,
  text: JSON.stringify({ version: '1', default: 'deny', ...document }),
  format: 'json',
  file: `/${name}.json`,
  lineOffset: 0,
  columnOffset: 0,
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

/** By a clock on which every look takes so long: a piece of work lasts from one look to the next. */
function configurator(msALook = 0, onTurn: () => void = () => {}) {
  const policyVersions = vi.fn(
    async (all: Iterable<{ name: string; text: string }>) => new Map([...all].map(({ name }) => [name, 7])),
  );
  const seen = { looks: 0, slices: [0] };
  const monotonic = (): number => {
    seen.looks += 1;
    seen.slices.push((seen.slices.pop() ?? 0) + msALook);
    return seen.looks * msALook;
  };
  const turn = vi.fn(async () => {
    seen.slices.push(0);
    onTurn();
  });
  const slices = new Slices({ monotonic }, turn);
  const made = new Configurator({ openUpstream: async () => ({}) as never, policyVersions, slices });
  const policyOf = (name: string) => made.current.grants.get('h')?.access.get(name)?.policy;
  return { made, turn, seen, policyVersions, policyOf };
}

describe('work is done in slices', () => {
  it('of which there is one where all of it takes less time', async () => {
    const { made, turn } = configurator();
    await made.apply(config(source('a', {}), source('b', {})));
    expect(turn).not.toHaveBeenCalled();
  });

  it('and everything else has its turn after five milliseconds, whatever there is much of', async () => {
    const { made, seen } = configurator(1);
    const policies = Array.from({ length: 40 }, (_, i) => source(`p${i}`, {}));
    await made.apply(config(...policies), storedOf(300, 500));
    expect(Math.max(...seen.slices)).toBeLessThanOrEqual(6);
    // Looked at after each policy, server and grant, when they are put together and when they are made.
    expect(seen.looks).toBeGreaterThan(40 + 2 * 300 + 2 * 500);
  });

  it('also when policies that were read are put in force under their versions', async () => {
    const { made, seen, policyVersions } = configurator(1);
    const policies = Array.from({ length: 40 }, (_, i) => source(`p${i}`, {}));
    let before = 0;
    policyVersions.mockImplementation(async () => {
      before = seen.looks;
      return new Map();
    });
    await made.apply(config(...policies));
    expect(seen.looks - before).toBeGreaterThanOrEqual(40);
    expect(Math.max(...seen.slices)).toBeLessThanOrEqual(6);
  });

  it('also where one server changes, and everybody opens it and has called', async () => {
    const { made, seen } = configurator(1);
    const stored = storedOf(3, 500);
    await made.apply(config(), { ...stored, state: 1 });
    for (let i = 0; i < 500; i += 1) made.current.grants.get(`token-${i}`);
    const servers = new Map([...stored.servers, ['s0', { ...server('s0'), trusted: true }]]);
    const changes = { since: 1, servers: new Set(['s0']), policies: new Set<string>(), grants: new Set<string>() };
    const before = seen.looks;
    await made.applyStored({ ...stored, servers, state: 2, changes });
    expect(made.current.grants.get('token-499')?.access.get('s0')?.server.config.trusted).toBe(true);
    expect(Math.max(...seen.slices)).toBeLessThanOrEqual(6);
    expect(seen.looks - before).toBeGreaterThan(500);
  });

  it('but not for grants that nobody has used: nothing was made of them', async () => {
    const { made, seen } = configurator(1);
    await made.apply(config(), storedOf(3, 500));
    const before = seen.looks;
    const servers = new Map([['s0', { ...server('s0'), trusted: true }]]);
    const changes = { since: 1, servers: new Set(['s0']), policies: new Set<string>(), grants: new Set<string>() };
    await made.apply(config(), { ...storedOf(3, 500), state: 1 });
    const whole = seen.looks - before;
    await made.applyStored({ ...storedOf(3, 500), servers, state: 2, changes });
    expect(made.current.grants.get('token-499')?.access.get('s0')?.server.config.trusted).toBe(true);
    expect(seen.looks - before - whole).toBeLessThan(10);
  });

  it('and nothing is in force before all is read', async () => {
    const versions: number[] = [];
    const { made } = configurator(4, () => versions.push(made.current.version));
    versions.length = 0;
    await made.apply(config());
    const before = versions.length;
    await made.apply(config(...Array.from({ length: 10 }, (_, i) => source(`p${i}`, {}))));
    expect(versions.length).toBeGreaterThan(before);
    expect(new Set(versions.slice(before))).toEqual(new Set([1]));
    expect(made.current.version).toBe(2);
  });
});

function server(slug: string): HttpServer {
  return { slug, transport: 'http', url: `https://${slug}.example/mcp`, trusted: false } as HttpServer;
}

/** So many stored servers, and grants of which each opens the first of them. */
function storedOf(servers: number, grants: number): Stored {
  const slugs = Array.from({ length: servers }, (_, i) => `s${i}`);
  const opens = new Map([['s0', 'none']]);
  const ids = Array.from({ length: grants }, (_, i): [string, StoredGrant] => [
    `g${i}`,
    {
      id: `g${i}`,
      label: `grant-${i}`,
      tags: new Map(),
      servers: opens,
      tokenHash: `token-${i}`,
      outgoing: undefined,
      expiresAt: undefined,
      ranges: [],
    },
  ]);
  return { servers: new Map(slugs.map((slug) => [slug, server(slug)])), policies: new Map(), grants: new Map(ids) };
}

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
