import { describe, expect, it } from 'vitest';
import { parsePath } from './path.ts';

function canonical(text: string, item = false): string | undefined {
  const read = parsePath(text, item);
  return read.ok ? read.path.canonical : undefined;
}

describe('a path has one spelling for all of its spellings', () => {
  it.each<[string, string]>([
    ['args', 'args'],
    ['args.a', 'args["a"]'],
    ['args["a"]', 'args["a"]'],
    ['args["\\u0061"]', 'args["a"]'],
    ['args.a-b_c', 'args["a-b_c"]'],
    ['args[0]', 'args[0]'],
    ['args[10].x', 'args[10]["x"]'],
    ['args[12345]', 'args[12345]'],
    ['args["0"]', 'args["0"]'],
    ['args[*]', 'args[*]'],
    ['args[*][*][*][*]', 'args[*][*][*][*]'],
    ['args.a.b.c.d.e.f', 'args["a"]["b"]["c"]["d"]["e"]["f"]'],
    ['args.tags', 'args["tags"]'],
    ['args.groups["x"]', 'args["groups"]["x"]'],
    ['grant.label', 'grant.label'],
    ['grant.tags.team', 'grant.tags["team"]'],
    ['grant.tags["cost centre"]', 'grant.tags["cost centre"]'],
    ['user.email', 'user.email'],
    ['user.groups', 'user.groups'],
    ['user.groups[*]', 'user.groups[*]'],
    ['user.groups[0]', 'user.groups[0]'],
    ['session.id', 'session.id'],
    ['server.slug', 'server.slug'],
    ['tool.name', 'tool.name'],
    ['tool.category', 'tool.category'],
    ['tool.severity', 'tool.severity'],
    ['tool.annotations.destructiveHint', 'tool.annotations.destructiveHint'],
    ['time.hour', 'time.hour'],
    ['time.weekday', 'time.weekday'],
    ['time.iso', 'time.iso'],
  ])('%s', (text, spelt) => {
    const read = parsePath(text, false);
    expect(read).toMatchObject({ ok: true, path: { canonical: spelt, fansOut: spelt.includes('[*]') } });
  });

  it('and its root is known from what comes behind it', () => {
    expect(parsePath('grant.tags.a', false)).toMatchObject({ path: { root: 'grant.tags', steps: [{ key: 'a' }] } });
    expect(parsePath('user.groups[1]', false)).toMatchObject({ path: { root: 'user.groups', steps: [{ index: 1 }] } });
    expect(parsePath('grant.label', false)).toMatchObject({ path: { root: 'grant.label', steps: [] } });
  });

  it('an item is a root inside an each, and nowhere else', () => {
    expect(canonical('item.x', true)).toBe('item["x"]');
    expect(canonical('item', true)).toBe('item');
    expect(canonical('item.x', false)).toBeUndefined();
  });
});

describe('what is no path', () => {
  it.each<[string, Record<string, unknown>]>([
    [
      '',
      {
        expected: 'a path that the engine knows: args.…, grant.…, user.…, session.id, server.slug, tool.…, time.…',
        found: '""',
      },
    ],
    [
      '.a',
      { expected: 'a path that the engine knows: args.…, grant.…, user.…, session.id, server.slug, tool.…, time.…' },
    ],
    ['"args"', { expected: 'a path such as args.a["b"][0][*].c', found: '"\\"args\\"", wrong from character 1' }],
    [' args', { found: '" args", wrong from character 1' }],
    ['args.', { found: '"args.", wrong from character 5' }],
    ['args.0', { found: '"args.0", wrong from character 5' }],
    ['args[01]', { found: '"args[01]", wrong from character 5' }],
    ['args[1x]', { found: '"args[1x]", wrong from character 5' }],
    ['args[-1]', { found: '"args[-1]", wrong from character 5' }],
    ['args.a b', { found: '"args.a b", wrong from character 7' }],
    ["args['a']", { found: '"args[\'a\']", wrong from character 5' }],
    [
      'args["\\x"]',
      { expected: 'a JSON string in the brackets', found: '"args[\\"\\\\x\\"]", wrong from character 5' },
    ],
    ['args[9007199254740992]', { expected: 'an index that a list can have' }],
    ['args[*][*][*][*][*]', { expected: 'at most 4 times [*]' }],
    [
      'grant.label.x',
      { expected: 'a path that the engine knows: args.…, grant.…, user.…, session.id, server.slug, tool.…, time.…' },
    ],
    ['grant.label["x"]', {}],
    ['grant.label[0]', {}],
    ['time.hour[*]', {}],
    ['grant["label"]', {}],
    ['grant["x"].label', {}],
    ['grant[0].label', {}],
    ['grant.tags', {}],
    ['grant.tags[0]', {}],
    ['grant.tags[*]', {}],
    ['grant.tags.a.b', {}],
    ['grant.tags["a"]["b"]', {}],
    ['grant["tags"].a', {}],
    ['grant.x.tags', {}],
    ['grant["x"].tags', {}],
    ['grant[0].tags', {}],
    ['user["x"].groups', {}],
    ['grant.labels["a"]', {}],
    ['user.tags.a', {}],
    ['user.tags["a"]', {}],
    ['tool.tags["a"]', {}],
    ['user.groups.x', {}],
    ['user.groups["x"]', {}],
    ['user.groups[0].x', {}],
    ['user["groups"]', {}],
    ['grant.groups', {}],
    ['grant.groups[0]', {}],
    ['tool.annotations', {}],
    ['tool.annotations.title', {}],
    ['time', {}],
    ['client.name', {}],
    ['constructor', {}],
  ])('%s', (text, told) => {
    expect(parsePath(text, false)).toMatchObject({ ok: false, ...told });
    expect(parsePath(text, true)).toMatchObject({ ok: false });
  });

  it('is told in full up to eighty characters, and its beginning beyond', () => {
    const found = (length: number): string => {
      const read = parsePath('x'.repeat(length), false);
      return read.ok ? '' : read.found;
    };
    expect(found(80)).toBe(`"${'x'.repeat(80)}"`);
    expect(found(81)).toBe(`"${'x'.repeat(77)}…"`);
  });

  it.each<[string, boolean, string | undefined]>([
    ['grant.lable', false, 'grant.label'],
    ['user.emial', false, 'user.email'],
    ['tool.annotations.destructivHint', false, 'tool.annotations.destructiveHint'],
    ['grant.tag', false, 'grant.tags'],
    ['user.group', false, 'user.groups'],
    ['arg', false, 'args'],
    ['arg.host.name.of.something', false, 'args'],
    ['grnt.of.whom.it.may.concern', false, 'grant'],
    ['usr.something.very.long', false, 'user'],
    ['sesion.something.very.long', false, 'session'],
    ['servr.something.very.long', false, 'server'],
    ['tol.something.very.long', false, 'tool'],
    ['tme.something.very.long', false, 'time'],
    ['itm', true, 'item'],
    ['itm.something.very.long', true, 'item'],
    ['itm.something.very.long', false, 'time'],
    ['arg', true, 'args'],
    ['grant.lable', true, 'grant.label'],
    // What a client says of itself is not among the arguments of its calls.
    ['client.name', false, undefined],
    ['headers.authorization', false, undefined],
    ['grant.something.very.long', false, undefined],
    ['zzz.something.very.long', false, 'args.zzz.something.very.long'],
    ['amount', false, 'args.amount'],
    ['arguments.amount', false, 'args.amount'],
    ['params.arguments.items[*].url', false, 'args.items[*].url'],
    ['input.amount', true, 'args.amount'],
    ['$.amount', false, 'args.amount'],
    ['$.items.*', false, undefined],
    ['clientInfo.name', false, undefined],
    ['args.a b', false, undefined],
    ['x'.repeat(80), false, `args.${'x'.repeat(80)}`],
    ['x'.repeat(81), false, undefined],
  ])('with the word that was meant: %s (inside an each: %s) → %s', (text, item, nearest) => {
    const read = parsePath(text, item);
    expect(read.ok ? 'a path' : read.nearest).toBe(nearest);
  });
});
