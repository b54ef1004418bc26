import { windowSeconds } from '../judge/budget.ts';
import type { Purpose } from '../judge/condition.ts';
import type { Limit, PolicyDocument } from '../judge/document.ts';
import * as domain from './domain.ts';
import { anyCondition } from './leaf.ts';
import type { Random } from './random.ts';
import { anySchema } from './schema.ts';

type Draft = { readonly [key: string]: unknown };

/** A valid document. Its entries are few, so that several of them meet on one call. */
export function anyDocument(random: Random): PolicyDocument {
  const pool = limitPool(random);
  const draft = written({
    version: '1',
    mode: maybe(random, 0.15, () => random.pick(['observe', 'enforce'])),
    default: random.pick(['allow', 'deny']),
    hide: maybe(random, 0.08, () =>
      random.several(1, 2, () => random.pick(domain.toolPatterns.filter((p) => p !== '*'))),
    ),
    all_tools: maybe(random, 0.2, () => rulesOf(random, pool)),
    tools: maybe(random, 0.97, () => entriesOf(random, 4, domain.toolPatterns, () => toolRules(random, pool))),
    resources: maybe(random, 0.15, () => entriesOf(random, 3, domain.uriPatterns, () => itemRules(random, pool))),
    prompts: maybe(random, 0.15, () => entriesOf(random, 3, domain.promptPatterns, () => itemRules(random, pool))),
    // The specification does not say how long an approval waits when nobody says: somebody always says.
    approval: { timeout: '20m', ...approvalDefaults(random) },
    timezone: maybe(random, 0.08, () => random.pick(['Europe/Berlin', 'America/New_York', 'Asia/Kolkata'])),
  });
  return draft as unknown as PolicyDocument;
}

/** What is undefined is not written. */
function written(draft: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([, member]) => member !== undefined));
}

function maybe<T>(random: Random, probability: number, make: () => T): T | undefined {
  return random.chance(probability) ? make() : undefined;
}

function entriesOf(random: Random, most: number, patterns: readonly string[], rules: () => Draft): Draft {
  return Object.fromEntries(random.several(1, most, () => [random.pick(patterns), rules()] as const));
}

const sentences = ['not here', 'ask the owner', 'only on weekdays', 'too dear'] as const;

function toolRules(random: Random, pool: readonly Limit[]): Draft {
  const action = random.pick([
    ...Array.from({ length: 14 }, () => undefined),
    'allow',
    'deny',
    'hide',
    'require_approval',
  ]);
  return written({
    action,
    reason: maybe(random, action === undefined ? 0.05 : 0.6, () => random.pick(sentences)),
    ...rulesOf(random, pool),
    arguments: maybe(random, 0.12, () => anySchema(random)),
    rate_limit: maybe(random, 0.1, () => rateLimit(random)),
    approval: maybe(random, 0.12, () => approvalDefaults(random)),
  });
}

/** What tool rules and `all_tools` have in common. */
function rulesOf(random: Random, pool: readonly Limit[]): Draft {
  return written({
    require: maybe(random, 0.4, () => random.several(1, 2, () => required(random))),
    deny_if: maybe(random, 0.4, () => random.several(1, 2, () => refusing(random))),
    approve_if: maybe(random, 0.1, () => random.several(1, 2, () => approving(random))),
    limits: maybe(random, 0.3, () => placed(random, pool)),
    concurrency: maybe(random, 0.08, () => 1 + random.int(3)),
  });
}

function itemRules(random: Random, pool: readonly Limit[]): Draft {
  const action = random.pick([undefined, undefined, undefined, 'allow', 'deny', 'hide']);
  // A resource or a prompt is judged without arguments: only limits that read none can be taken.
  const limits = pool.filter(({ per, cost }) => per === undefined && typeof cost !== 'object');
  return written({
    action,
    reason: maybe(random, action === undefined ? 0.05 : 0.6, () => random.pick(sentences)),
    limits: limits.length === 0 ? undefined : maybe(random, 0.4, () => placed(random, limits)),
  });
}

function required(random: Random): unknown {
  if (random.chance(0.5)) return anyCondition(random, 'permission');
  const conditions = random.several(1, 2, () => anyCondition(random, 'permission'));
  return written({ conditions, on_deny: maybe(random, 0.6, () => random.pick(sentences)) });
}

function conditionsOf(random: Random, purpose: Purpose): readonly unknown[] {
  return random.chance(0.03) ? [] : random.several(1, 2, () => anyCondition(random, purpose));
}

function refusing(random: Random): Draft {
  return written({
    conditions: conditionsOf(random, 'refusal'),
    on_deny: maybe(random, 0.5, () => random.pick(sentences)),
  });
}

function approving(random: Random): Draft {
  return written({
    conditions: conditionsOf(random, 'refusal'),
    reason: maybe(random, 0.6, () => random.pick(sentences)),
    timeout: maybe(random, 0.5, () => random.pick(['5m', 120, '1h', 'minute'])),
    approvers: maybe(random, 0.4, () => ({ groups: ['ops'], count: 1 + random.int(3) })),
  });
}

function approvalDefaults(random: Random): Draft {
  return written({
    timeout: maybe(random, 0.7, () => random.pick(['10m', 300, 'hour'])),
    approvers: maybe(random, 0.5, () => ({ groups: ['ops'], count: 1 + random.int(3) })),
  });
}

function rateLimit(random: Random): Draft {
  return written({
    max: random.pick([1, 2, 5]),
    window: random.pick(['minute', 60, '15m', 'hour', 2]),
    scope: maybe(random, 0.3, () => random.pick(['grant', 'session', 'user', 'server', 'organization'])),
  });
}

/** The budgets of one document: entries name them again and again, and agree on `max`, `cost` and `align` as they must. */
function limitPool(random: Random): readonly Limit[] {
  const pool = random.several(1, 4, () => anyLimit(random));
  const identity = ({ counter, window, scope, per = [] }: Limit): string =>
    JSON.stringify([counter, windowSeconds(window), scope, per.map((one) => JSON.stringify(one)).sort()]);
  return pool.filter((one, i) => pool.findIndex((other) => identity(other) === identity(one)) === i);
}

function anyLimit(random: Random): Limit {
  const calendar = random.chance(0.15);
  const draft = written({
    counter: random.pick(['calls', 'spend', 'read']),
    window: calendar
      ? random.pick(['minute', 'hour', 'day', 'week'])
      : random.pick(['second', 'minute', 60, '15m', '36h', 7]),
    max: random.pick([1, 1, 2, 3, 5, 7.5, 20]),
    scope: random.pick(['grant', 'grant', 'session', 'user', 'server', 'organization']),
    per: maybe(random, 0.3, () => perOf(random)),
    cost: maybe(random, 0.35, () =>
      random.pick([
        0,
        1,
        2,
        0.5,
        0.000001,
        { path: 'args.amount' },
        { path: 'args.amount' },
        { path: 'args.amount' },
        { path: 'args.amount', min: 1 },
      ]),
    ),
    align: calendar ? 'calendar' : undefined,
  });
  return draft as unknown as Limit;
}

function perOf(random: Random): readonly unknown[] {
  const choices = [
    'args.s',
    'args.flag',
    'args.n',
    { path: 'args.url', as: 'host' },
    { path: 'args.path', as: 'path' },
    { path: 'args.s', as: 'lower' },
  ];
  const picked = random.several(1, 2, () => random.pick(choices));
  return picked.filter((one, i) => picked.indexOf(one) === i);
}

/** Limits of one entry: no budget twice in it. `on_deny` and `durable` are each entry's own. */
function placed(random: Random, pool: readonly Limit[]): readonly Draft[] {
  const picked = random.several(1, 2, () => random.pick(pool));
  return picked
    .filter((one, i) => picked.indexOf(one) === i)
    .map((limit) =>
      written({
        ...limit,
        per: limit.per && random.chance(0.5) ? limit.per.toReversed() : limit.per,
        window: limit.window === 60 && limit.align === undefined ? random.pick(['minute', '1m', 60]) : limit.window,
        on_deny: maybe(random, 0.4, () => random.pick(sentences)),
        durable: maybe(random, 0.2, () => random.chance(0.7)),
      }),
    );
}
