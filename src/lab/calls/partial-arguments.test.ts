import { expect, it } from 'vitest';
import { auditValues, judge, readPolicy, unclassified } from '../../policy/index.ts';
import type { JsonObject } from '../../protocol/index.ts';
import { NotKept } from './not-kept.ts';
import { partialArguments } from './partial-arguments.ts';

const context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };
const made: JsonObject = { o: { p: 1, q: { r: 'x' } }, 'a.b': [{ u: 1 }, {}], n: null, s: 'text' };

/** What a condition, or a schema, is said to need of these arguments where only `paths` were kept. */
function needed(paths: readonly string[], rules: object): string | undefined {
  const read = readPolicy(
    JSON.stringify({
      version: '1',
      default: 'deny',
      tools: { t: rules },
      ...(paths.length > 0 && { audit: { arguments: 'paths', paths } }),
    }),
    'json',
  );
  if (!read.ok) throw new Error(read.errors[0]?.message);
  const notKept = new NotKept();
  const args = partialArguments(Object.keys(made), auditValues(read.policy, made), notKept);
  judge(read.policy, { kind: 'tool', name: 't', arguments: args, facts: unclassified }, context);
  return notKept.needed;
}

const exists = (path: string): object => ({ require: [{ path, op: 'exists' }] });
const closed = (properties: object): object => ({ arguments: { properties, additionalProperties: false } });

it.each<[paths: string[], rules: object, needs: string | undefined]>([
  [[], exists('args.s'), 'args.s'],
  [['args.s'], exists('args.s'), undefined],
  [[], exists('args.other'), undefined],
  // Null counts as absent, so that the name alone does not say that something is there.
  [[], exists('args.n'), 'args.n'],
  [['args.n'], exists('args.n'), undefined],
  [['args.o.p'], exists('args.o.p'), undefined],
  [['args.o.p'], exists('args.o.q'), 'args.o.q'],
  [['args.o.p'], exists('args.o.other'), 'args.o.other'],
  [['args.o.q.r'], exists('args.o.q.r'), undefined],
  [['args.o.q.r'], exists('args.o.q["x y"]'), 'args.o.q["x y"]'],
  // What is kept whole is known whole.
  [['args.o'], exists('args.o.other'), undefined],
  [['args'], exists('args.o.q.r.deeper'), undefined],
  // A list that was kept in part is not known.
  [['args["a.b"][0].u'], exists('args["a.b"][0].u'), 'args["a.b"]'],
  [['args["a.b"][*].u'], exists('args["a.b"][*].u'), 'args["a.b"]'],
  // A path that led nowhere leaves no value, and nothing is known.
  [['args.o.none'], exists('args.o.none'), 'args.o'],
  [[], closed({ o: true, 'a.b': true, n: true, s: true }), undefined],
  [[], closed({ o: true }), undefined],
  [[], closed({ o: true, 'a.b': true, n: true, s: { type: 'string' } }), 'args.s'],
  [['args.o.p'], { arguments: { properties: { o: { maxProperties: 3 } } } }, 'args.o'],
  [['args.o.p'], { require: [{ path: 'args.o', op: 'type', value: 'object' }] }, undefined],
  [['args.o.p'], { require: [{ path: 'args.o', op: 'eq', value: { p: 1 } }] }, 'args.o'],
])('kept %j, asked by %j: needs %s', (paths, rules, needs) => {
  expect(needed(paths, rules)).toBe(needs);
});
