import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultCaps, type JsonValue, readMessage, scan, valueAt } from '../../../src/protocol/index.ts';

/** How the decoders in the field differ: which of two equal keys they keep, and whether `Name` is `name` to them. */
interface Habits {
  readonly keep: 'first' | 'last';
  readonly fold: (key: string) => string;
}

const exact = (key: string): string => key;
/** Go's `encoding/json`: simple case folding, with the Kelvin sign and the long s. */
const goFold = (key: string): string => key.replaceAll('\u212a', 'k').replaceAll('\u017f', 's').toLowerCase();

/**
 * A decoder of JSON text that keeps every member it meets, as pairs. It is written for texts that `JSON.parse` takes,
 * and looks at the tokens itself so that equal keys are still seen.
 */
function pairs(text: string): unknown {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g) ?? [];
  let at = 0;
  const value = (): unknown => {
    const token = tokens[at++] ?? '';
    if (token === '{') {
      const members: [string, unknown][] = [];
      while (tokens[at] !== '}') {
        if (tokens[at] === ',') at += 1;
        const key = JSON.parse(tokens[at++] ?? '') as string;
        at += 1;
        members.push([key, value()]);
      }
      at += 1;
      return { members };
    }
    if (token === '[') {
      const items: unknown[] = [];
      while (tokens[at] !== ']') {
        if (tokens[at] === ',') at += 1;
        items.push(value());
      }
      at += 1;
      return items;
    }
    return JSON.parse(token) as unknown;
  };
  return value();
}

/** What a decoder with these habits reads as member `name` of an object. */
function member(object: unknown, name: string, { keep, fold }: Habits): unknown {
  const members = (object as { members?: [string, unknown][] }).members ?? [];
  const found = members.filter(([key]) => fold(key) === fold(name));
  return found.at(keep === 'first' ? 0 : -1)?.[1];
}

/** An object as a decoder with exact keys reads it all through. */
function plain(value: unknown, keep: 'first' | 'last'): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, keep));
  const members = (value as { members?: [string, unknown][] } | null)?.members;
  if (members === undefined) return value;
  const kept = new Map<string, unknown>();
  for (const [key, item] of members) if (keep === 'last' || !kept.has(key)) kept.set(key, plain(item, keep));
  return Object.fromEntries(kept);
}

/** Keys as an attacker writes them: plain, escaped, in another case, folded. */
const spelling = (key: string) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(JSON.stringify(key)) },
    fc.nat(key.length - 1).map((i) => {
      const unit = key.charCodeAt(i).toString(16).padStart(4, '0');
      return `"${key.slice(0, i)}\\u${unit}${key.slice(i + 1)}"`;
    }),
    fc.constant(JSON.stringify(key.toUpperCase())),
    fc.constant(JSON.stringify(key.replace('s', '\u017f').replace('k', '\u212a'))),
  );
const oneOfKeys = (...keys: string[]) => fc.oneof(...keys.map(spelling));
const object = (key: fc.Arbitrary<string>, value: fc.Arbitrary<string>, max: number) =>
  fc.array(fc.tuple(key, value), { maxLength: max }).map((all) => `{${all.map(([k, v]) => `${k}:${v}`).join()}}`);

const scalar = fc.oneof(
  fc.constantFrom('1', '"a"', 'null', '"\\u0061"', '1e2', '9007199254740993', '0.1', '1e400', '"\\ud800"', '[1,{}]'),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((n) => JSON.stringify(n)),
);
const args = object(oneOfKeys('path', 'mask', 'x'), fc.oneof(scalar, object(oneOfKeys('path', 'k'), scalar, 3)), 4);
const params = object(oneOfKeys('name', 'arguments', 'uri', 'other'), fc.oneof(scalar, args, fc.constant('"tool"')), 4);
const hostile = object(
  oneOfKeys('jsonrpc', 'id', 'method', 'params', 'x'),
  fc.oneof(params, params, fc.constantFrom('"2.0"', '"tools/call"', '1')),
  5,
);
const likely = fc
  .tuple(spelling('jsonrpc'), spelling('id'), spelling('method'), spelling('params'), params)
  .map(([a, b, c, d, p]) => `{${a}:"2.0",${b}:7,${c}:"tools/call",${d}:${p}}`);
const texts = fc.oneof({ weight: 1, arbitrary: hostile }, { weight: 3, arbitrary: likely });

describe('what is accepted means the same to every decoder', () => {
  test('of the field', () => {
    let accepted = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const message = readMessage(Buffer.from(text), defaultCaps);
        if (message.kind !== 'request') return;
        accepted += 1;
        const nameSpan = message.params.get('name');
        const argumentsSpan = message.params.get('arguments');
        const seen = {
          method: message.method,
          name: nameSpan && valueAt(message.bytes, nameSpan),
          arguments: argumentsSpan && valueAt(message.bytes, argumentsSpan),
        };
        const document = pairs(text);
        for (const keep of ['first', 'last'] as const) {
          for (const fold of [exact, goFold]) {
            const habits: Habits = { keep, fold };
            const theirs = member(document, 'params', habits) ?? {};
            expect({
              method: member(document, 'method', habits),
              name: plain(member(theirs, 'name', habits), keep),
              arguments: plain(member(theirs, 'arguments', habits), keep),
            }).toEqual(seen);
          }
        }
      }),
      { numRuns: 3000 },
    );
    // The property says nothing about refusals: it must have seen enough that were not.
    expect(accepted).toBeGreaterThan(100);
  });

  test('and what JSON.parse does not take, we do not', () => {
    const mutated = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '\\', '0', '\u0001', ' ', '-', 'e', ':'))
      .map(([text, at, insert]) => {
        const i = at % (text.length + 1);
        return text.slice(0, i) + insert + text.slice(insert === '' ? i + 1 : i);
      });
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(mutated, fc.json(), fc.string()), (text) => {
        for (const strictness of ['everywhere', 'watched'] as const) {
          if (scan(Buffer.from(text), defaultCaps, strictness, new Map()).kind === 'offence') continue;
          taken += 1;
          expect(() => JSON.parse(text) as JsonValue).not.toThrow();
        }
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test('and what every program writes is accepted', () => {
    const value = fc.jsonValue({ noUnicodeString: false, depthSize: 'medium' });
    fc.assert(
      fc.property(value, (json) => {
        const text = JSON.stringify(json);
        const big = JSON.stringify(json, (_, v: unknown) => {
          if (typeof v === 'number' && Math.abs(v) > 2 ** 53) return 'big';
          return v;
        });
        const scanned = scan(Buffer.from(big), defaultCaps, 'everywhere');
        if (text.includes('__proto__') || /\\ud[89a-f]/.test(text)) return;
        expect(scanned.kind, big).toBe('scan');
        if (scanned.kind === 'scan') expect(valueAt(Buffer.from(big), scanned.span)).toEqual(JSON.parse(big));
      }),
      { numRuns: 2000 },
    );
  });
});
