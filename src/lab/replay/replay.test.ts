import { expect, it } from 'vitest';
import { type Policy, readPolicy, unclassified } from '../../policy/index.ts';
import { NotKept } from '../calls/not-kept.ts';
import type { NotJudged, RecordedCall, RecordedEnd } from '../calls/recorded-call.ts';
import { longestWindow, replay } from './replay.ts';
import { Simulation } from './simulation.ts';

const allowed: RecordedEnd = { outcome: 'allow', code: null, rule: null };

function call(name: string, now: number, more: Partial<RecordedCall> = {}): RecordedCall {
  return {
    kind: 'call',
    call: { kind: 'tool', name, arguments: {}, facts: unclassified },
    context: { grant: { id: 'g', label: 'alice', tags: new Map() }, server: 's', organization: 'o', now },
    notKept: new NotKept(),
    was: allowed,
    ms: 0,
    givenBack: false,
    source: `line ${now}`,
    ...more,
  };
}

function policy(rest: object): Policy {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', ...rest }), 'json', { name: 'policy' });
  if (!read.ok) throw new Error(read.errors[0]?.message);
  return read.policy;
}

async function* stream(...calls: (RecordedCall | NotJudged)[]): AsyncGenerator<RecordedCall | NotJudged> {
  yield* calls;
}

const minute = { counter: 'c', window: 'minute', max: 2, scope: 'grant' };
const limited = policy({ tools: { a: { limits: [minute] } } });

it('counts what is the same, what changed and to what, and what no policy decided', async () => {
  const denied: RecordedEnd = { outcome: 'deny', code: 'default_deny', rule: '/default' };
  const report = await replay(
    policy({ tools: { a: {}, ask: { action: 'require_approval' }, no: { action: 'deny' } } }),
    stream(
      call('a', 1),
      call('b', 2),
      call('b', 3),
      call('a', 4, { was: denied }),
      call('ask', 5),
      call('no', 6, { was: denied }),
      {
        kind: 'not-judged',
        why: 'bad_request',
      },
    ),
  );
  expect(report).toMatchObject({ calls: 6, same: 1, changed: 5, undecided: 0, notJudged: { bad_request: 1 } });
  expect(
    report.changes.map(({ effect, now, calls, example }) => [effect, now.code, now.rule, calls, example.source]),
  ).toEqual([
    ['refuses', 'default_deny', '/default', 2, 'line 2'],
    ['admits', null, null, 1, 'line 4'],
    ['asks', 'approval_required', '/tools/ask/action', 1, 'line 5'],
    ['otherwise', 'denied', '/tools/no/action', 1, 'line 6'],
  ]);
});

it('takes budgets in the order of time, whatever the order of the records', async () => {
  const report = await replay(limited, stream(call('a', 3_000), call('a', 1_000), call('a', 2_000)));
  expect(report.changes.map(({ now, example }) => [now.code, example.source])).toEqual([['rate_limited', 'line 3000']]);
});

it('lets calls before the beginning fill the budgets, and does not report them', async () => {
  const report = await replay(limited, stream(call('a', 1_000), call('a', 2_000), call('a', 3_000)), { since: 2_500 });
  expect(report).toMatchObject({ calls: 1, changed: 1 });
});

it('gives back what a call took that sent nothing', async () => {
  const report = await replay(limited, stream(call('a', 1, { givenBack: true }), call('a', 2), call('a', 3)));
  expect(report).toMatchObject({ calls: 3, same: 3 });
});

it('says what was not kept, and what hangs on it', async () => {
  const notKept = new NotKept();
  const hidden = notKept.at({}, 'n' as never, 'args.n');
  const unclear = call('a', 1, { notKept, call: { kind: 'tool', name: 'a', arguments: hidden, facts: unclassified } });
  const candidate = policy({
    tools: { a: { require: [{ path: 'args.n', op: 'eq', value: 1 }] }, b: {} },
    all_tools: { limits: [{ ...minute, max: 1 }] },
  });
  const report = await replay(candidate, stream(unclear, call('b', 2), call('b', 90_000)));
  expect(report).toMatchObject({ calls: 3, same: 1, changed: 0, undecided: 2 });
  expect(report.cannotBeDecided.map(({ needs }) => needs)).toEqual(['args.n', 'what earlier calls took']);
});

it('decides no limit of a call that comes too late to be put in order', () => {
  const simulation = new Simulation(limited);
  expect(simulation.next(call('a', 2_000))).toMatchObject({ kind: 'decided' });
  expect(simulation.next(call('a', 1_000))).toEqual({ kind: 'undecided', needs: 'what earlier calls took' });
  expect(simulation.next(call('b', 1_000))).toMatchObject({ kind: 'decided', verdict: { code: 'default_deny' } });
});

it('keeps slots as long as calls lasted', async () => {
  const one = policy({ tools: { a: { concurrency: 1 } } });
  const report = await replay(one, stream(call('a', 1, { ms: 100 }), call('a', 50), call('a', 101)));
  expect(report.changes.map(({ now, example }) => [now.code, example.source])).toEqual([['concurrency', 'line 50']]);
});

it('knows how far back calls count', () => {
  expect(longestWindow(limited)).toBe(61_000);
  expect(longestWindow(policy({ tools: { a: {} } }))).toBe(0);
});
