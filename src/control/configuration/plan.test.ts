import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConfigurationDocument, configurationDocument } from './document.ts';
import { planOf } from './plan.ts';

const names = fc.constantFrom('a', 'b', 'c');
const some = <T>(value: fc.Arbitrary<T>) => fc.dictionary(names, value, { maxKeys: 3, noNullPrototype: true });
const documents: fc.Arbitrary<ConfigurationDocument> = fc
  .record({
    servers: some(
      fc.record({
        url: fc.constantFrom('https://a.example/', 'https://b.example/'),
        name: fc.constantFrom('x', 'y'),
        headers: fc.dictionary(fc.constantFrom('x-a', 'x-b'), fc.constantFrom('1', '2'), { noNullPrototype: true }),
      }),
    ),
    policies: some(fc.record({ text: fc.constantFrom('{}', '[]') })),
    grants: some(fc.record({ servers: fc.constantFrom({ a: 'a' }, { b: 'b' }) })),
  })
  .map((document) => configurationDocument.parse(document));

/** What the store holds once a plan was followed. */
function followed(
  current: ConfigurationDocument,
  wanted: ConfigurationDocument,
  prune: boolean,
): ConfigurationDocument {
  const after = structuredClone(current);
  const parts = { server: 'servers', policy: 'policies', grant: 'grants' } as const;
  for (const { kind, name, action } of planOf(wanted, current, prune)) {
    const part: Record<string, unknown> = after[parts[kind]];
    if (action === 'remove') delete part[name];
    else part[name] = wanted[parts[kind]][name];
  }
  return after;
}

describe('a plan', () => {
  it('makes the store what the document says, and is empty then', () => {
    fc.assert(
      fc.property(documents, documents, (current, wanted) => {
        const after = followed(current, wanted, true);
        expect(after).toEqual(wanted);
        expect(planOf(wanted, after, true)).toEqual([]);
      }),
    );
  });

  it('leaves alone what the document does not name, unless it is told to take it away', () => {
    fc.assert(
      fc.property(documents, documents, (current, wanted) => {
        expect(planOf(wanted, current, false).every(({ action }) => action !== 'remove')).toBe(true);
        expect(followed(current, wanted, false)).toEqual({
          servers: { ...current.servers, ...wanted.servers },
          policies: { ...current.policies, ...wanted.policies },
          grants: { ...current.grants, ...wanted.grants },
        });
      }),
    );
  });

  it('names what of a server changes, and no value', () => {
    const server = (more: object) =>
      configurationDocument.parse({ servers: { a: { url: 'https://a.example/', ...more } } });
    const was = server({ headers: { 'x-key': 'canary' } });
    const is = server({ headers: { 'X-Key': 'other' }, allowPrivate: true });
    expect(planOf(is, was, false)).toEqual([
      { kind: 'server', name: 'a', action: 'change', fields: ['allowPrivate', 'headers.x-key'] },
    ]);
    expect(planOf(server({ headers: { 'X-Key': 'canary' } }), was, false)).toEqual([]);
  });
});
