import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTools } from '../../definitions/index.ts';
import { outerName, restOf, slugIn } from './outer-name.ts';
import { outerNames } from './outer-names.ts';

const slug = fc.stringMatching(/^[a-z0-9](-?[a-z0-9]){0,30}$/);
const tool = fc.stringMatching(/^[A-Za-z0-9._-]{1,128}$/);

describe('outerName', () => {
  it('is a callable name of 64 characters at most, and the same every time', () => {
    fc.assert(
      fc.property(slug, tool, (server, name) => {
        const outer = outerName(server, name);
        expect(outer).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
        expect(outerName(server, name)).toBe(outer);
        expect(outer.startsWith(`${server}__`)).toBe(true);
      }),
    );
  });

  it('tells tools apart, also of servers whose slugs begin alike', () => {
    const pair = fc.tuple(slug, tool);
    fc.assert(
      fc.property(pair, pair, ([a, x], [b, y]) => {
        fc.pre(a !== b || x !== y);
        expect(outerName(a, x)).not.toBe(outerName(b, y));
      }),
    );
    expect(outerName('a', `${'x'.repeat(100)}1`)).not.toBe(outerName('a', `${'x'.repeat(100)}2`));
    expect(slugIn('a-b__c', ['a', 'a-b', 'b'])).toBe('a-b');
    expect(slugIn('a__b__c', ['a', 'b'])).toBe('a');
    expect(restOf('a__b__c', 'a')).toBe('b__c');
  });
});

describe('outerNames', () => {
  const table = (...names: string[]) => {
    const bytes = Buffer.from(JSON.stringify(names.map((name) => ({ name, inputSchema: { type: 'object' } }))));
    return readTools([{ bytes, span: { start: 0, end: bytes.length } }]);
  };

  it('finds each tool by its outer name, long ones too', async () => {
    const long = 'n'.repeat(120);
    const names = outerNames('s', await table('a', 'b__c', long));
    for (const name of ['a', 'b__c', long]) expect(names.get(outerName('s', name))).toBe(name);
  });

  it('leaves out two that would bear the same name', async () => {
    const long = 'n'.repeat(120);
    const imitation = restOf(outerName('s', long), 's');
    expect([...outerNames('s', await table(long, imitation, 'a')).values()]).toEqual(['a']);
  });
});
