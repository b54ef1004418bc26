import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CallRecord } from '../../audit/index.ts';
import { manualClock } from '../../kernel/index.ts';
import { type MemoryLimiter, memoryLimiter } from '../../limits/index.ts';
import { auditValues, type CallContext, judge, type Policy, readPolicy, type ToolCall } from '../../policy/index.ts';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { fromRecord } from '../calls/from-record.ts';
import { NotKept } from '../calls/not-kept.ts';
import type { RecordedCall, RecordedEnd } from '../calls/recorded-call.ts';
import { Simulation } from './simulation.ts';

/** Policies and calls that hit each other often, with everything in them that a record may lack. */
const scalar = fc.constantFrom<JsonValue>(1, 2, 'a', 'ab', '/srv/x', true, null);
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('p', 'q'), scalar, { maxKeys: 2 }),
);
const args = fc.dictionary(fc.constantFrom('n', 's', 'o'), value, { maxKeys: 3 });
const path = fc.constantFrom(
  'args.n',
  'args.s',
  'args.o.p',
  'args.o.q',
  'args.o',
  'args.s[*]',
  'grant.tags.team',
  'user.email',
  'time.hour',
);
const leaf = fc.oneof(
  fc.record({ path, op: fc.constantFrom('eq', 'neq'), value: fc.constantFrom(1, 'a', true) }),
  fc.record({ path, op: fc.constantFrom('exists'), value: fc.boolean() }),
  fc.record({ path, op: fc.constantFrom('starts_with'), value: fc.constantFrom('a', '/') }),
  fc.record({ path, op: fc.constantFrom('type'), value: fc.constantFrom('string', 'object', 'null') }),
);
const refusing = fc.oneof(
  { weight: 4, arbitrary: leaf },
  fc.constant({ path: 'tool.annotations.readOnlyHint', op: 'neq', value: true }),
  fc.constant({ path: 'tool.severity', op: 'eq', value: 'low' }),
);
const condition = (inner: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 3, arbitrary: inner },
    fc.record({ any: fc.array(inner, { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: inner }),
  );
const schema = fc.constantFrom(
  { properties: { n: true, s: true }, additionalProperties: false },
  { required: ['n'] },
  { properties: { o: { type: 'object', properties: { p: true }, additionalProperties: false } } },
);
const limit = fc.constantFrom(
  { counter: 'c', window: 'minute', max: 3, scope: 'grant' },
  { counter: 'd', window: 60, max: 4, scope: 'server', cost: { path: 'args.n', min: 1 } },
  { counter: 'e', window: 'minute', max: 1, scope: 'grant', per: ['args.s'] },
  { counter: 'f', window: 'minute', max: 2, scope: 'user', align: 'calendar' },
);
const rules = fc.record(
  {
    action: fc.constantFrom('allow', 'allow', 'allow', 'deny', 'hide', 'require_approval'),
    require: fc.array(condition(leaf), { maxLength: 2 }),
    deny_if: fc.array(fc.record({ conditions: fc.array(condition(refusing), { maxLength: 2 }) }), { maxLength: 1 }),
    approve_if: fc.array(fc.record({ conditions: fc.array(condition(refusing), { maxLength: 1 }) }), { maxLength: 1 }),
    arguments: schema,
    limits: fc.array(limit, { maxLength: 2 }),
    concurrency: fc.constantFrom(1, 2),
  },
  { requiredKeys: [] },
);
const document = fc.record(
  {
    version: fc.constant('1'),
    mode: fc.constantFrom('enforce', 'observe'),
    default: fc.constantFrom('allow', 'deny'),
    tools: fc.dictionary(fc.constantFrom('a', 'ab', 'a*', '*'), rules, { maxKeys: 3 }),
    all_tools: fc.record({ limits: fc.array(limit, { maxLength: 1 }) }),
  },
  { requiredKeys: ['version', 'default', 'tools'] },
);
const made = fc.record({
  tool: fc.constantFrom('a', 'ab', 'x'),
  arguments: args,
  grant: fc.constantFrom('g', 'h'),
  after: fc.integer({ min: 0, max: 20_000 }),
  ms: fc.constantFrom(0, 5_000, 30_000),
  user: fc.option(fc.constantFrom('a@example.com', 'b'), { nil: undefined }),
  team: fc.constantFrom('a', 'ab'),
  annotations: fc.record({ readOnlyHint: fc.boolean() }, { requiredKeys: [] }),
  severity: fc.constantFrom('low', 'high'),
});
type Made = typeof made extends fc.Arbitrary<infer T> ? T : never;
const kept = fc.constantFrom<readonly string[]>(
  [],
  ['args.n'],
  ['args.o.p'],
  ['args.s', 'args.o'],
  ['args.s[*]'],
  ['args'],
);

function read(text: unknown): Policy | undefined {
  const result = readPolicy(JSON.stringify(text), 'json', { name: 'policy' });
  return result.ok ? result.policy : undefined;
}

/** The call as it was made, and when. */
function whole(of: Made, now: number): { call: ToolCall; context: CallContext } {
  const { tool, grant, user, team } = of;
  const facts = { category: 'write', severity: of.severity, annotations: of.annotations } as const;
  return {
    call: { kind: 'tool', name: tool, arguments: of.arguments as JsonObject, facts },
    context: {
      grant: { id: grant, label: grant, tags: new Map([['team', team]]) },
      ...(user !== undefined && { user: { id: user, email: user, groups: [] } }),
      server: 's',
      organization: 'o',
      now,
    },
  };
}

/** The same call as the audit log holds it. */
function onRecord(of: Made, now: number, paths: readonly string[]): RecordedCall {
  const auditing = read({ version: '1', default: 'deny', audit: { arguments: 'paths', paths } });
  const values = auditing && Object.fromEntries(auditValues(auditing, of.arguments as JsonObject));
  const record: CallRecord = {
    kind: 'call',
    requestId: 'r',
    time: now,
    organization: 'o',
    grant: { id: of.grant, label: of.grant },
    user: of.user,
    server: 's',
    method: 'tools/call',
    subject: of.tool,
    argumentKeys: Object.keys(of.arguments).sort(),
    argumentValues: values === undefined ? undefined : JSON.parse(JSON.stringify(values)),
    outcome: 'allow',
    ms: of.ms,
  };
  const recorded = fromRecord(record);
  if (recorded.kind !== 'call') throw new Error(recorded.why);
  return recorded;
}

/** The gateway's own order of steps with a real limiter: what would have happened. */
class Gateway {
  readonly #clock = manualClock();
  readonly #limiter: MemoryLimiter = memoryLimiter(this.#clock);
  readonly #policy: Policy;
  #flying: { until: number; receipt: Parameters<MemoryLimiter['release']>[0] }[] = [];

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  call({ call, context }: { call: ToolCall; context: CallContext }, ms: number): RecordedEnd {
    this.#clock.set(context.now);
    for (const { receipt } of this.#flying.filter(({ until }) => until <= context.now)) this.#limiter.release(receipt);
    this.#flying = this.#flying.filter(({ until }) => until > context.now);
    const observing = this.#policy.mode === 'observe';
    const judgement = judge(this.#policy, call, context);
    if (judgement.verdict === 'refuse') {
      const { code, rule } = judgement;
      return {
        outcome: observing ? 'would_deny' : code === 'hidden' ? 'hidden' : 'deny',
        code: code as RecordedEnd['code'],
        rule,
      };
    }
    const { demand, approval } = judgement;
    const asking = approval !== undefined && !observing;
    const taken = asking ? undefined : this.#limiter.take(demand);
    const room = taken ?? this.#limiter.look(demand);
    if (!room.ok) return { outcome: observing ? 'would_deny' : 'deny', code: room.code, rule: room.refusedBy.rule };
    if (taken?.ok) this.#flying.push({ until: context.now + ms, receipt: taken });
    if (approval === undefined) return { outcome: 'allow', code: null, rule: null };
    return { outcome: asking ? 'hold' : 'would_hold', code: 'approval_required', rule: approval.rule };
  }
}

const story = fc.tuple(document, fc.array(made, { minLength: 1, maxLength: 12 }), kept);

/** Calls close together, whose rules need what was not kept, and limits that others share with them. */
const crowd = fc.tuple(
  fc.record({
    version: fc.constant('1'),
    mode: fc.constantFrom('enforce', 'observe'),
    default: fc.constant('allow'),
    tools: fc.record({
      a: fc.record(
        { require: fc.tuple(leaf), limits: fc.array(limit, { maxLength: 2 }), concurrency: fc.constantFrom(1, 2) },
        { requiredKeys: ['require'] },
      ),
      'a*': fc.record(
        { limits: fc.array(limit, { maxLength: 1 }), concurrency: fc.constantFrom(1, 3) },
        { requiredKeys: [] },
      ),
    }),
    all_tools: fc.record({ limits: fc.array(limit, { maxLength: 1 }) }),
  }),
  fc.array(
    made.map((of) => ({ ...of, after: of.after % 4_000, tool: of.tool === 'x' ? 'ab' : of.tool })),
    { minLength: 6, maxLength: 14 },
  ),
  kept,
);

it('what is decided is what the gateway would have said, whatever stood in the places that were not kept', () => {
  let [decided, undecided] = [0, 0];
  fc.assert(
    fc.property(fc.oneof(story, crowd), ([text, calls, paths]) => {
      const policy = read(text);
      fc.pre(policy !== undefined);
      const gateway = new Gateway(policy);
      const simulation = new Simulation(policy);
      let now = 1_000_000;
      for (const of of calls) {
        now += of.after;
        const truth = gateway.call(whole(of, now), of.ms);
        const replayed = simulation.next(onRecord(of, now, paths));
        if (replayed.kind === 'decided') expect(replayed.verdict).toEqual(truth);
        if (replayed.kind === 'decided') decided++;
        else undecided++;
      }
    }),
    { numRuns: 800 },
  );
  // Neither answer may be so rare that the property says nothing.
  expect(decided).toBeGreaterThan(500);
  expect(undecided).toBeGreaterThan(500);
});

it('where everything was kept, everything is decided', () => {
  fc.assert(
    fc.property(story, ([text, calls]) => {
      const policy = read(text);
      fc.pre(policy !== undefined);
      const gateway = new Gateway(policy);
      const simulation = new Simulation(policy);
      let now = 1_000_000;
      for (const of of calls) {
        now += of.after;
        const call = whole(of, now);
        const recorded: RecordedCall = {
          ...call,
          kind: 'call',
          notKept: new NotKept(),
          was: { outcome: 'allow', code: null, rule: null },
          ms: of.ms,
          givenBack: false,
          source: 'r',
        };
        expect(simulation.next(recorded)).toEqual({ kind: 'decided', verdict: gateway.call(call, of.ms) });
      }
    }),
    { numRuns: 300 },
  );
});
