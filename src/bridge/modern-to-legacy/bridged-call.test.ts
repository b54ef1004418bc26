import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, type Heard } from '../../../test/support/upstreams/hearing.ts';
import { PuppetSession, puppetUpstream } from '../../../test/support/upstreams/puppet-session.ts';
import { metaKeys } from '../../protocol/index.ts';
import type { UpstreamFailure } from '../../upstream/index.ts';
import { memoryMailbox } from '../mailbox/memory-mailbox.ts';
import { defaultTiming } from '../timing.ts';
import { ModernToLegacy } from './modern-to-legacy.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

const welcome = {
  protocolVersion: '2025-06-18',
  capabilities: { tools: { listChanged: true }, logging: {}, tasks: {} },
  serverInfo: { name: 'old', version: '1' },
  instructions: 'Be kind.',
};

/** Lets everything happen that waits for nothing but its turn. */
const turn = (): Promise<undefined> => new Promise((resolve) => setImmediate(() => resolve(undefined)));

function open() {
  const sessions: PuppetSession[] = [];
  const upstream = puppetUpstream('legacy', () => {
    const session = new PuppetSession(({ method }) =>
      method === 'initialize' ? welcome : method === 'logging/setLevel' ? {} : undefined,
    );
    sessions.push(session);
    return session;
  });
  const mailbox = memoryMailbox();
  const bridge = new ModernToLegacy(upstream, { mailbox, timing: defaultTiming });
  /** The requests of clients that the server was given, over all sessions. */
  const calls = () =>
    sessions.flatMap(({ requests }) => requests).filter(({ message }) => message.method === 'tools/call');
  const send = (more: object = {}, capabilities: object = { elicitation: {}, roots: {} }, meta: object = {}): Heard =>
    ask(bridge, 'tools/call', {
      name: 'x',
      arguments: { a: 1.0 },
      ...more,
      _meta: { [metaKeys.protocolVersion]: '2026-07-28', [metaKeys.clientCapabilities]: capabilities, ...meta },
    });
  return { bridge, sessions, mailbox, calls, send };
}

type End =
  | { readonly answer: { result: Record<string, unknown>; error?: { code: number } } }
  | { failure: UpstreamFailure };
const endOf = (heard: Heard): Promise<End> => heard.end as Promise<End>;
const form = { message: '?', requestedSchema: { type: 'object', properties: {} } };

/** The client's side of one round: what it is asked, and how it comes back. */
async function asked(
  heard: Heard,
): Promise<{ keys: string[]; requestState: string; requests: Record<string, unknown> }> {
  vi.advanceTimersByTime(defaultTiming.gatherMs);
  const end = await endOf(heard);
  if (!('answer' in end)) throw new Error(end.failure.message);
  const { resultType, inputRequests, requestState } = end.answer.result;
  if (resultType !== 'input_required') throw new Error(JSON.stringify(end.answer));
  const requests = inputRequests as Record<string, unknown>;
  return { keys: Object.keys(requests), requestState: String(requestState), requests };
}

describe('a held call', () => {
  it('the server is given the request in its own words, and what it asks at once is one round', async () => {
    const { send, calls, sessions } = open();
    const heard = send(
      { inputResponses: { early: {} } },
      { elicitation: {}, roots: {} },
      { progressToken: 'p', mine: 1 },
    );
    await turn();
    const [call] = calls();
    // Answers to what was never asked are left out; what no revision names stays.
    expect(call?.params).toEqual({ name: 'x', arguments: { a: 1 }, _meta: { progressToken: call?.id, mine: 1 } });
    expect(call?.message.bytes.toString('utf8')).toContain('"arguments":{"a":1}');
    call?.ask(7, 'elicitation/create', { ...form, _meta: { progressToken: 7, theirs: 2 } });
    call?.ask(8, 'roots/list', {});
    const { requests, requestState } = await asked(heard);
    expect(requests).toEqual({
      q1: { method: 'elicitation/create', params: { ...form, _meta: { theirs: 2 } } },
      q2: { method: 'roots/list' },
    });
    const answers = { q1: { action: 'accept', content: { big: 9007199254740991 } }, q2: { roots: [] } };
    const second = send({ requestState, inputResponses: answers });
    await turn();
    expect(sessions[0]?.sent.filter(({ id }) => id !== undefined)).toEqual([
      { jsonrpc: '2.0', id: 7, result: answers.q1 },
      { jsonrpc: '2.0', id: 8, result: answers.q2 },
    ]);
    call?.notify('notifications/progress', { progressToken: call.id, progress: 1 });
    call?.result({ content: [], ttlMs: 9, resultType: 'input_required', requestState: 'forged' });
    // A legacy server cannot ask in the modern way, whatever it writes in its result.
    expect(await endOf(second)).toMatchObject({ answer: { id: 2, result: { resultType: 'complete', ttlMs: 9 } } });
    expect(second.messages).toHaveLength(1);
  });

  it('a client that does not come back has lost interest: the server is told after ten minutes', async () => {
    const { send, calls, sessions, mailbox } = open();
    const heard = send();
    await turn();
    calls()[0]?.ask(7, 'roots/list', {});
    const { requestState } = await asked(heard);
    vi.advanceTimersByTime(defaultTiming.answerMs);
    expect(calls()[0]?.cancelled).toEqual({ reason: 'The client did not answer in time.' });
    expect(sessions[0]?.sent.at(-1)).toMatchObject({ id: 7, error: { code: -32603 } });
    expect(mailbox.size).toBe(0);
    expect(await endOf(send({ requestState, inputResponses: { q1: {} } }))).toMatchObject({
      answer: { error: { code: -32602 } },
    });
    expect(calls()).toHaveLength(1);
  });

  it('what the server says while nobody waits is kept for who comes back', async () => {
    const { send, calls } = open();
    const heard = send({}, { roots: {} }, { progressToken: 1 });
    await turn();
    const [call] = calls();
    call?.ask(7, 'roots/list', {});
    const { requestState } = await asked(heard);
    call?.notify('notifications/progress', { progressToken: 1, progress: 5 });
    call?.result({ content: [{ type: 'text', text: 'done without' }] });
    const second = send({ requestState, inputResponses: { q1: { roots: [] } } });
    expect(await endOf(second)).toMatchObject({ answer: { result: { content: [{ text: 'done without' }] } } });
    expect(second.messages).toHaveLength(1);
  });

  it('a link goes without the name that only the older era has', async () => {
    const { send, calls } = open();
    const heard = send({}, { elicitation: { url: {} } });
    await turn();
    const link = { mode: 'url', url: 'https://example.com/', message: 'Open' };
    calls()[0]?.ask(7, 'elicitation/create', { ...link, elicitationId: 'e' });
    expect((await asked(heard)).requests).toEqual({ q1: { method: 'elicitation/create', params: link } });
  });

  it.each([
    ['sampling/createMessage', {}],
    ['elicitation/create', { mode: 'url', url: 'https://example.com/', message: 'Open' }],
    ['tasks/list', {}],
    ['constructor', {}],
  ])(
    '%s, which the client has not declared, is refused to the server, and the call goes on',
    async (method, params) => {
      const { send, calls, sessions } = open();
      const heard = send();
      await turn();
      calls()[0]?.ask(7, method, params);
      expect(sessions[0]?.sent.at(-1)).toMatchObject({ id: 7, error: { code: -32601 } });
      calls()[0]?.ask(8, 'ping', {});
      expect(sessions[0]?.sent.at(-1)).toEqual({ jsonrpc: '2.0', id: 8, result: {} });
      calls()[0]?.result({ content: [] });
      expect(await endOf(heard)).toMatchObject({ answer: { result: { resultType: 'complete' } } });
    },
  );

  it('one session for one client, another for one that says other things of itself, four at most', async () => {
    const { send, calls, sessions, bridge } = open();
    const others = [{}, { roots: {} }, { sampling: {} }, { elicitation: {} }];
    for (const capabilities of [...others, ...others]) send({}, capabilities);
    await turn();
    expect(sessions).toHaveLength(4);
    expect(
      sessions.map(({ requests }) => requests.find(({ message }) => message.method === 'initialize')?.params),
    ).toMatchObject(others.map((capabilities) => ({ protocolVersion: '2025-11-25', capabilities })));
    expect(await endOf(send({}, { experimental: {} }))).toMatchObject({
      failure: { code: 'upstream_unavailable', sent: false },
    });
    for (const call of calls()) call.result({ content: [] });
    send({}, { experimental: {} });
    await turn();
    expect(sessions).toHaveLength(5);
    expect(sessions.filter(({ closed }) => closed > 0)).toHaveLength(1);
    await bridge.close();
    expect(sessions.every(({ closed }) => closed > 0)).toBe(true);
  });

  it('the log level of a session that is in use is nobody else’s to change', async () => {
    const { send, sessions } = open();
    const level = (name: string) => send({}, {}, { [metaKeys.logLevel]: name });
    level('debug');
    level('error');
    send({}, {});
    await turn();
    const told = sessions.map(({ requests }) =>
      requests.map(({ params }) => params.level).filter((each) => each !== undefined),
    );
    expect(told).toEqual([['debug'], ['error']]);
  });

  it('a session that nobody uses is ended', async () => {
    const { send, calls, sessions } = open();
    send();
    await turn();
    vi.advanceTimersByTime(defaultTiming.idleMs);
    await turn();
    expect(sessions[0]?.closed).toBe(0);
    calls()[0]?.result({ content: [] });
    vi.advanceTimersByTime(defaultTiming.idleMs);
    await turn();
    expect(sessions[0]?.closed).toBe(1);
  });
});

type Action =
  | { readonly kind: 'complete' | 'fail' | 'notify' | 'gather' | 'late' | 'cancel' | 'again' | 'lose' }
  | { readonly kind: 'ask'; readonly allowed: boolean }
  | { readonly kind: 'withdraw'; readonly which: number }
  | { readonly kind: 'return'; readonly answers: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('ask' as const), allowed: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('return' as const), answers: fc.nat(7) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('gather' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('notify' as const, 'again' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), which: fc.nat(1) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('complete' as const, 'fail' as const, 'late' as const, 'cancel' as const, 'lose' as const),
    }),
  },
);

/** The same in a few lines: a call, its open questions, and who waits for it. */
class Model {
  state: 'running' | 'asking' | 'over' = 'running';
  /** Id of each open question → whether the client knows of it. */
  open = new Map<number, boolean>();
  /** Id of a question → how the client knows it: they are numbered as they come, those that are refused left out. */
  readonly keys = new Map<number, string>();
  lastQuestion = 100;
  outcome: 'answer' | 'failure' | undefined;
  rounds = 0;
  gathering = false;
  serverDone = false;
  cancelled = false;
  /** Ids that the server has had a reply to, with what kind. */
  replies = new Map<number, 'result' | 'error'>();
  /** How each request of the client's ended, in order; the last one may wait. */
  ends: ('asked' | 'answer' | 'failure' | 'gone' | 'none' | 'waits')[] = ['waits'];

  endWaiting(how: 'asked' | 'answer' | 'failure' | 'none'): void {
    const at = this.ends.indexOf('waits');
    if (at !== -1) this.ends[at] = how;
  }

  over(): void {
    this.state = 'over';
    this.open.clear();
    this.gathering = false;
  }
}

it('agrees with its model, whatever comes in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (steps) => {
      const { bridge, calls, sessions, send, mailbox } = open();
      const model = new Model();
      const requests = [send({}, { roots: {} })];
      await turn();
      const [call] = calls();
      if (call === undefined) throw new Error('the server was not called');
      let requestState = '';
      for (const step of steps) {
        switch (step.kind) {
          case 'ask': {
            model.lastQuestion += 1;
            const id = model.lastQuestion;
            if (!model.serverDone && !model.cancelled) {
              if (!step.allowed) model.replies.set(id, 'error');
              else if (model.state !== 'over') {
                model.open.set(id, false);
                model.keys.set(id, `q${model.keys.size + 1}`);
                if (model.state === 'running') model.gathering = true;
              }
            }
            call.ask(id, step.allowed ? 'roots/list' : 'sampling/createMessage', {});
            break;
          }
          case 'withdraw': {
            const id = [...model.open.keys()][step.which];
            if (id === undefined) break;
            model.open.delete(id);
            call.notify('notifications/cancelled', { requestId: id });
            break;
          }
          case 'gather':
            if (model.gathering) {
              model.gathering = false;
              if (model.open.size > 0 && model.rounds === 8) {
                model.endWaiting('failure');
                model.cancelled = true;
                model.over();
              } else if (model.open.size > 0) {
                model.rounds += 1;
                model.state = 'asking';
                for (const id of model.open.keys()) model.open.set(id, true);
                model.endWaiting('asked');
              }
            }
            vi.advanceTimersByTime(defaultTiming.gatherMs);
            break;
          case 'return': {
            if (requestState === '') break;
            const keys: string[] = [];
            if (model.state === 'asking') {
              model.ends.push('waits');
              let n = 0;
              for (const [id, known] of model.open) {
                if (!known || ((step.answers >> n++) & 1) === 0) continue;
                model.open.delete(id);
                model.replies.set(id, 'result');
                keys.push(model.keys.get(id) ?? '');
              }
              if (model.outcome !== undefined) {
                model.endWaiting(model.outcome);
                model.over();
              } else {
                model.state = 'running';
                model.gathering = model.open.size > 0;
              }
            } else model.ends.push('gone');
            const inputResponses = Object.fromEntries(keys.map((key) => [key, { roots: [] }]));
            requests.push(send({ requestState, inputResponses }, { roots: {} }));
            break;
          }
          // The same state a second time, while the call goes on: nobody can take the place of who waits.
          case 'again':
            if (requestState === '' || model.state === 'asking') break;
            model.ends.push('gone');
            requests.push(send({ requestState, inputResponses: {} }, { roots: {} }));
            break;
          case 'notify':
            call.notify('notifications/progress', { progressToken: call.id, progress: 1 });
            break;
          case 'complete':
          case 'fail':
          case 'lose':
            if (!model.serverDone && !model.cancelled) {
              model.serverDone = true;
              model.outcome = step.kind === 'complete' ? 'answer' : 'failure';
              model.open.clear();
              model.gathering = false;
              if (model.state === 'running') {
                model.endWaiting(model.outcome);
                model.over();
              }
            }
            if (step.kind === 'complete') call.result({ content: [] });
            else if (step.kind === 'fail') call.fail();
            else sessions[0]?.lose();
            break;
          case 'late':
            // Whatever was being gathered has been long before.
            if (model.gathering) break;
            if (model.state === 'asking') {
              for (const id of model.open.keys()) model.replies.set(id, 'error');
              if (!model.serverDone) model.cancelled = true;
              model.over();
            }
            vi.advanceTimersByTime(defaultTiming.answerMs);
            break;
          case 'cancel': {
            const waiting = model.ends.indexOf('waits');
            requests[waiting]?.pending.cancel('enough');
            if (waiting === -1) break;
            model.ends[waiting] = 'none';
            model.cancelled = true;
            model.over();
            break;
          }
        }
        await turn();
        const ends = await Promise.all(requests.map((heard) => Promise.race([endOf(heard), turn()])));
        const state = ends.findLast((end) => end !== undefined && 'answer' in end && end.answer.result?.requestState);
        if (state !== undefined && 'answer' in state) requestState = String(state.answer.result.requestState);
        expect(ends.map((end, n) => (model.ends[n] === 'none' && end === undefined ? 'none' : named(end)))).toEqual(
          model.ends,
        );
        expect(requests.map((heard) => heard.ends())).toEqual(
          model.ends.map((end) => (/waits|none/.test(end) ? 0 : 1)),
        );
        expect(repliesOf(sessions)).toEqual(model.replies);
        expect(call.cancelled !== undefined).toBe(model.cancelled);
        if (model.state === 'over') expect(mailbox.size).toBe(0);
      }
      await bridge.close();
      await turn();
      expect(mailbox.size).toBe(0);
      expect(calls()).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
}, 60_000);

function named(end: End | undefined): string {
  if (end === undefined) return 'waits';
  if ('failure' in end) return 'failure';
  if (end.answer.error !== undefined) return end.answer.error.code === -32602 ? 'gone' : 'answer';
  return end.answer.result.resultType === 'input_required' ? 'asked' : 'answer';
}

function repliesOf(sessions: readonly PuppetSession[]): Map<number, 'result' | 'error'> {
  const replies = new Map<number, 'result' | 'error'>();
  for (const { id, result } of sessions.flatMap(({ sent }) => sent)) {
    if (typeof id !== 'number') continue;
    expect(replies.has(id)).toBe(false);
    replies.set(id, result === undefined ? 'error' : 'result');
  }
  return replies;
}
