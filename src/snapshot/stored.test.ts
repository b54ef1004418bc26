import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Config, type HttpServer, readConfig } from '../config/index.ts';
import type { Upstream } from '../upstream/index.ts';
import { Configurator } from './configurator.ts';
import type { Grant, Snapshot } from './snapshot.ts';
import { nothingStored, type Stored, type StoredGrant, type StoredPolicy } from './stored.ts';

function empty(): Config {
  const read = readConfig({}, '/toolgate.yaml', {});
  if (!read.ok) throw new Error('the configuration does not read');
  return read.config;
}

const server = (slug: string): HttpServer => ({ slug, transport: 'http', url: `https://${slug}.example/mcp` }) as never;

function policy(name: string, version = 1, document: object = {}, observe = false): StoredPolicy {
  const text = JSON.stringify({ version: '1', default: 'deny', ...document });
  return {
    source: { name, text, format: 'json', file: `policy ${name}`, lineOffset: 0, columnOffset: 0 },
    version,
    observe,
  };
}

function grant(id: string, servers: Record<string, string>, more: Partial<StoredGrant> = {}): StoredGrant {
  return {
    id,
    label: id,
    tags: new Map(),
    servers: new Map(Object.entries(servers)),
    tokenHash: `hash-${id}`,
    outgoing: undefined,
    expiresAt: undefined,
    ranges: [],
    ...more,
  };
}

function stored(servers: HttpServer[], policies: StoredPolicy[], grants: StoredGrant[]): Stored {
  return {
    servers: new Map(servers.map((one) => [one.slug, one])),
    policies: new Map(policies.map((one) => [one.source.name, one])),
    grants: new Map(grants.map((one) => [one.id, one])),
  };
}

function configurator() {
  const opened: string[] = [];
  const made = new Configurator({
    openUpstream: async ({ slug }) => {
      opened.push(slug);
      return { slug, close: async () => {} } as unknown as Upstream;
    },
    policyVersions: async (all) => new Map([...all].map(({ name }) => [name, 7])),
  });
  return { made, opened };
}

describe('what the store holds', () => {
  it('is in force beside what the file declares', async () => {
    const { made } = configurator();
    await made.apply(empty());
    await made.applyStored(stored([server('a')], [policy('p', 3)], [grant('g', { a: 'p' })]));
    expect(made.current.grants.get('hash-g')?.access.get('a')?.policy).toMatchObject({ name: 'p', version: 3 });
    expect(made.current.grantsById.get('g')?.terms).toBeUndefined();
  });

  it('reaches nothing that is not there', async () => {
    const { made } = configurator();
    await made.apply(empty(), stored([server('a')], [], [grant('g', { a: 'gone', b: 'gone' })]));
    const access = made.current.grantsById.get('g')?.access;
    expect([...(access?.keys() ?? [])]).toEqual(['a']);
    expect(access?.get('a')?.policy).toBeUndefined();
  });

  it('gives way to the file, by slug, name and label, and that is said', async () => {
    const { made } = configurator();
    const fileServer = server('a');
    const config: Config = {
      ...empty(),
      servers: new Map([['a', fileServer]]),
      policies: new Map([['p', policy('p', 0, { mode: 'observe' }).source]]),
      grants: [{ label: 'g', servers: new Map([['a', 'p']]), tags: new Map(), tokenHash: 'file-hash' }],
    };
    const applied = await made.apply(config, stored([server('a')], [policy('p', 3)], [grant('g', { a: 'p' })]));
    expect(made.current.servers.get('a')?.config).toBe(fileServer);
    expect(made.current.grants.has('hash-g')).toBe(false);
    expect(made.current.grants.get('file-hash')?.access.get('a')?.policy).toMatchObject({ version: 7 });
    expect(applied.ok && applied.warnings).toHaveLength(3);
  });

  it('is out of force where it does not read any more, and takes nothing else with it', async () => {
    const { made } = configurator();
    const both = [policy('p', 1, { tols: {} }), policy('q')];
    const applied = await made.apply(
      empty(),
      stored([server('a')], both, [grant('g', { a: 'p' }), grant('h', { a: 'q' })]),
    );
    expect(applied.ok && applied.warnings).toEqual([expect.stringContaining('the stored policy p does not read')]);
    expect(made.current.grantsById.get('g')?.access.get('a')?.policy).toBeUndefined();
    expect(made.current.grantsById.get('h')?.access.get('a')?.policy).toBeDefined();
  });

  it('may be on trial, whatever the document says', async () => {
    const { made } = configurator();
    const with_ = (observe: boolean) => stored([server('a')], [policy('p', 1, {}, observe)], [grant('g', { a: 'p' })]);
    const mode = () => made.current.grantsById.get('g')?.access.get('a')?.policy?.policy.mode;
    await made.apply(empty(), with_(true));
    expect(mode()).toBe('observe');
    await made.applyStored(with_(false));
    expect(mode()).toBe('enforce');
  });
});

describe('a token that is being exchanged', () => {
  it('opens the same grant until its time, and no longer than the grant lives', async () => {
    const { made } = configurator();
    const outgoing = { tokenHash: 'old', until: 5000 };
    const ranges: StoredGrant['ranges'] = [];
    await made.apply(
      empty(),
      stored(
        [server('a')],
        [policy('p')],
        [
          grant('g', { a: 'p' }, { outgoing }),
          grant('h', { a: 'p' }, { outgoing: { tokenHash: 'older', until: 5000 }, expiresAt: 3000, ranges }),
        ],
      ),
    );
    const { grants, grantsById } = made.current;
    expect(grants.get('old')?.principal).toBe(grantsById.get('g')?.principal);
    expect(grants.get('old')?.terms?.expiresAt).toBe(5000);
    expect(grants.get('hash-g')?.terms).toBeUndefined();
    expect(grants.get('older')?.terms?.expiresAt).toBe(3000);
  });
});

describe('what has not changed', () => {
  it('is the same object after a change of something else', async () => {
    const { made, opened } = configurator();
    const grants = Array.from({ length: 50 }, (_, i) => grant(`g${i}`, { [i % 2 === 0 ? 'a' : 'b']: 'p' }));
    const first = stored([server('a'), server('b')], [policy('p'), policy('q')], grants);
    await made.apply(empty(), first);
    const before = made.current;
    const used = new Map(grants.map(({ id }) => [id, before.grantsById.get(id)]));
    const changed = grant('g0', { a: 'q' });
    await made.applyStored({ ...first, grants: new Map(first.grants).set('g0', changed) });
    const after = made.current;
    expect(after.version).toBe(before.version + 1);
    expect(after.grantsById.get('g0')?.access.get('a')?.policy?.name).toBe('q');
    for (let i = 1; i < 50; i += 1) expect(after.grantsById.get(`g${i}`)).toBe(used.get(`g${i}`));
    expect(opened).toEqual(['a', 'b']);
  });

  it('is made anew where what it refers to has changed', async () => {
    const { made, opened } = configurator();
    const grants = [grant('g', { a: 'p' }), grant('h', { b: 'q' })];
    const first = stored([server('a'), server('b')], [policy('p'), policy('q')], grants);
    await made.apply(empty(), first);
    const h = made.current.grantsById.get('h');
    const next = { ...first, policies: new Map(first.policies).set('p', policy('p', 2, { mode: 'observe' })) };
    await made.applyStored(next);
    expect(made.current.grantsById.get('g')?.access.get('a')?.policy?.version).toBe(2);
    expect(made.current.grantsById.get('h')).toBe(h);
    const moved = { ...server('a'), url: 'https://elsewhere.example/mcp' };
    const applied = await made.applyStored({ ...next, servers: new Map(next.servers).set('a', moved) });
    expect(applied.ok && applied.retired.map(({ config }) => config)).toEqual([server('a')]);
    expect(opened).toEqual(['a', 'b', 'a']);
    const gone = await made.applyStored(nothingStored);
    expect(gone.ok && gone.retired).toHaveLength(2);
    expect(made.current.grants.size).toBe(0);
  });

  it('keeps its connection when only what is thought of its definitions changes', async () => {
    const { made, opened } = configurator();
    await made.apply(empty(), stored([server('a')], [], []));
    const applied = await made.applyStored(stored([{ ...server('a'), pinned: false }], [], []));
    expect(applied.ok && applied.retired).toEqual([]);
    expect(made.current.servers.get('a')?.config.pinned).toBe(false);
    expect(opened).toEqual(['a']);
  });
});

describe('what has changed', () => {
  const slug = fc.constantFrom('a', 'b', 'c', 'f');
  const name = fc.constantFrom('p', 'q', 'r', 'f');
  const change = fc.oneof(
    fc.record({ kind: fc.constant('server' as const), slug, there: fc.boolean(), url: fc.nat({ max: 2 }) }),
    fc.record({
      kind: fc.constant('policy' as const),
      name,
      document: fc.constantFrom<object | undefined>({}, { mode: 'observe' }, { tols: {} }, undefined),
      version: fc.nat({ max: 3 }),
    }),
    fc.record({
      kind: fc.constant('grant' as const),
      id: fc.constantFrom('g', 'h', 'i', 'file'),
      servers: fc.dictionary(slug, name, { maxKeys: 3 }),
      there: fc.boolean(),
      token: fc.nat({ max: 4 }),
      leaving: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
    }),
  );

  /** One state of the store out of the one before. */
  function next(from: Stored, changes: readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[]): Stored {
    const [servers, policies, grants] = [new Map(from.servers), new Map(from.policies), new Map(from.grants)];
    const named = { servers: new Set<string>(), policies: new Set<string>(), grants: new Set<string>() };
    for (const one of changes) {
      if (one.kind === 'server') {
        named.servers.add(one.slug);
        if (one.there) servers.set(one.slug, { ...server(one.slug), url: `https://${one.url}.example/` });
        else servers.delete(one.slug);
      } else if (one.kind === 'policy') {
        named.policies.add(one.name);
        if (one.document === undefined) policies.delete(one.name);
        else policies.set(one.name, policy(one.name, one.version, one.document));
      } else {
        named.grants.add(one.id);
        const { id, token, leaving } = one;
        const outgoing =
          leaving === undefined || leaving === token ? {} : { outgoing: { tokenHash: `t${leaving}`, until: 9 } };
        if (one.there) grants.set(id, grant(id, one.servers, { tokenHash: `t${token}`, ...outgoing }));
        else grants.delete(id);
      }
    }
    const state = (from.state ?? 0) + 1;
    return { servers, policies, grants, state, changes: { since: state - 1, ...named } };
  }

  /** @param used whether each grant is asked for, as calls do */
  const seen = (current: Snapshot, used: boolean) => {
    const shown = ({ principal, terms, access, servers }: Grant) => ({
      id: principal.grant.id,
      terms,
      servers,
      access: [...access].map(([to, { server: s, policy: p }]) => [
        to,
        s.config,
        s === current.servers.get(to),
        p && { ...p, policy: p.policy.mode },
      ]),
    });
    const ofAll = (all: Snapshot['grants']) =>
      Object.fromEntries([...all].map(([key, one]) => [key, shown((used && all.get(key)) || one)]));
    return {
      servers: Object.fromEntries([...current.servers].map(([to, { config }]) => [to, config])),
      grants: ofAll(current.grants),
      byId: ofAll(current.grantsById),
      sizes: [current.grants.size, current.grantsById.size, current.servers.size],
    };
  };

  it('is laid over what is in force, and comes to the same as all of it compiled anew', async () => {
    const config: Config = {
      ...empty(),
      servers: new Map([['f', server('f')]]),
      policies: new Map([['f', policy('f').source]]),
      grants: [{ label: 'file', servers: new Map([['f', 'f']]), tags: new Map(), tokenHash: 't4' }],
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 6 }), async (steps) => {
        const { made } = configurator();
        let state: Stored = { ...nothingStored, state: 0 };
        await made.apply(config, state);
        const earlier: [Snapshot, ReturnType<typeof seen>][] = [];
        for (const step of steps) {
          state = next(state, step);
          await made.applyStored(state);
          const anew = configurator().made;
          const { changes: _, ...whole } = state;
          await anew.apply(config, whole);
          const now = seen(anew.current, false);
          expect(seen(made.current, true)).toEqual(now);
          earlier.push([made.current, now]);
        }
        // A call that took one of them is judged wholly under it, whatever has come into force meanwhile.
        for (const [snapshot, was] of earlier) expect(seen(snapshot, true)).toEqual(was);
      }),
      { numRuns: 150 },
    );
  });
});
