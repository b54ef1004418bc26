import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PuppetSession } from '../../../test/support/upstreams/puppet-session.ts';
import type { Message } from '../../protocol/index.ts';
import { ownAnswer, ownRequest } from '../own-message.ts';
import { defaultTiming } from '../timing.ts';
import { RoundTrip } from './round-trip.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const envelope = { capabilities: '{"elicitation":{}}', clientInfo: '{"name":"t","version":"1"}', logLevel: undefined };

/** A round trip, with all that its client hears and all that it may answer. */
function begin(method = 'tools/call', params: object = { name: 'x', arguments: { big: '9007199254740993' } }) {
  const inner = new PuppetSession();
  const heard: Message[] = [];
  const ends: unknown[] = [];
  let settled = 0;
  let ended = 0;
  let last = 0;
  const open = new Map<number, RoundTrip>();
  const request = ownRequest(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 'mine', method, params })));
  const trip = new RoundTrip(
    {
      inner,
      timing: defaultTiming,
      envelope: () => envelope,
      question: (by) => {
        last += 1;
        open.set(last, by);
        return last;
      },
      withdraw: (id) => open.delete(id),
      asTask: undefined,
      ended: () => {
        ended += 1;
      },
    },
    1,
    request,
    undefined,
    {
      notification: (message) => heard.push(message),
      request: (message) => heard.push(message),
      answer: (message) => ends.push(JSON.parse(message.bytes.toString('utf8'))),
      failure: (failure) => ends.push({ failure }),
      settled: () => {
        settled += 1;
      },
    },
  );
  const answer = (id: number, body: object): void => {
    const by = open.get(id);
    open.delete(id);
    by?.clientAnswered(id, ownAnswer(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, ...body }))));
  };
  const asked = (): { id: number; method: string; params: Record<string, unknown> }[] =>
    heard.filter(({ kind }) => kind === 'request').map(({ bytes }) => JSON.parse(bytes.toString('utf8')));
  return { inner, trip, ends, open, answer, asked, counts: () => ({ settled, ended }) };
}

const question = { method: 'elicitation/create', params: { message: '?', requestedSchema: { type: 'object' } } };

describe('a round trip', () => {
  it('repeats the same request with the answers, and the state to the byte', () => {
    const { inner, answer, asked, ends, counts } = begin();
    const [first] = inner.requests;
    const raw = `{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","inputRequests":{"a":${JSON.stringify(question)}},"requestState":"\\u0061 \\"é\\\\/"}}`;
    const message = ownAnswer(Buffer.from(raw));
    first?.listener.answer(message);
    first?.listener.settled?.();
    answer(asked()[0]?.id ?? 0, { result: { action: 'accept', content: { n: 1 } } });
    const [, second] = inner.requests;
    expect(second?.message.bytes.toString('utf8')).toContain('"requestState":"\\u0061 \\"é\\\\/"');
    expect(second?.params).toMatchObject({
      name: 'x',
      arguments: { big: '9007199254740993' },
      inputResponses: { a: { action: 'accept', content: { n: 1 } } },
    });
    expect(second?.params.requestState).toBe('a "é\\/');
    second?.result({ content: [], resultType: 'complete', ttlMs: 5 });
    // A tool's own `ttlMs` is content: only what the era names for lists and reads is taken away.
    expect(ends).toEqual([{ jsonrpc: '2.0', id: 'mine', result: { content: [], ttlMs: 5 } }]);
    expect(counts()).toEqual({ settled: 1, ended: 1 });
  });

  it.each([
    ['a question where the revision has none', 'completion/complete', { inputRequests: { a: question } }],
    ['nothing', 'tools/call', {}],
    ['a state that is none', 'tools/call', { requestState: 1 }],
    ['what is no question', 'tools/call', { inputRequests: { a: { method: 'tools/call' } } }],
    ['a list of questions', 'tools/call', { inputRequests: [question] }],
  ])('a server that asks for %s has broken the protocol', (_what, method, members) => {
    const { inner, ends, asked, counts } = begin(method);
    inner.requests[0]?.result({ resultType: 'input_required', ...members });
    expect(ends).toMatchObject([{ failure: { code: 'upstream_invalid', sent: true } }]);
    expect(asked()).toEqual([]);
    expect(counts()).toEqual({ settled: 1, ended: 1 });
  });

  it('a server that asks for ever is stopped after eight rounds', () => {
    const { inner, answer, asked, ends } = begin();
    for (let round = 1; round <= 9; round += 1) {
      inner.requests.at(-1)?.result({ resultType: 'input_required', inputRequests: { a: question } });
      answer(asked().at(-1)?.id ?? 0, { result: { action: 'decline' } });
    }
    expect(asked()).toHaveLength(8);
    expect(inner.requests).toHaveLength(9);
    expect(ends).toMatchObject([{ failure: { code: 'upstream_invalid' } }]);
  });

  it('a link has a name in the older era, and is passed on with it', () => {
    const { inner, asked } = begin();
    const params = { mode: 'url', url: 'https://example.com/', message: 'Open' };
    inner.requests[0]?.result({
      resultType: 'input_required',
      inputRequests: { a: { method: 'elicitation/create', params } },
    });
    expect(asked()[0]?.params).toEqual({ ...params, elicitationId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  it('a client that does not answer is waited for ten minutes', () => {
    const { inner, ends, answer, counts, open } = begin();
    inner.requests[0]?.result({ resultType: 'input_required', inputRequests: { a: question } });
    vi.advanceTimersByTime(defaultTiming.answerMs);
    expect(ends).toMatchObject([{ failure: { code: 'upstream_timeout' } }]);
    answer(1, { result: { action: 'accept' } });
    expect(inner.requests).toHaveLength(1);
    expect([counts().settled, open.size]).toEqual([1, 0]);
  });
});

type Action =
  | { readonly kind: 'complete' | 'error' | 'fail' | 'notify' | 'cancel' | 'close' | 'pass' | 'late' }
  | { readonly kind: 'ask'; readonly questions: number; readonly state: boolean }
  | { readonly kind: 'answer' | 'refuse' | 'repeat'; readonly which: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const), questions: fc.nat(3), state: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('answer' as const, 'answer' as const, 'repeat' as const),
      which: fc.nat(5),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refuse' as const), which: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('notify' as const, 'pass' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'complete' as const,
        'error' as const,
        'fail' as const,
        'cancel' as const,
        'close' as const,
        'late' as const,
      ),
    }),
  },
);

/** The same in a few lines, without messages: what the machine must agree with after every step. */
class Model {
  state: 'sent' | 'asking' | 'pausing' | 'over' = 'sent';
  open: number[] = [];
  asked = 0;
  rounds = 0;
  legs = 1;
  told = 0;
  wasCancelled = false;

  end(told: boolean): void {
    if (this.state === 'over') return;
    this.state = 'over';
    this.open = [];
    this.told += told ? 1 : 0;
  }

  apply(step: Action): void {
    switch (step.kind) {
      case 'complete':
      case 'error':
      case 'fail':
        if (this.state === 'sent') this.end(true);
        break;
      case 'ask':
        if (this.state !== 'sent') break;
        if ((step.questions === 0 && !step.state) || this.rounds === 8) {
          this.end(true);
          break;
        }
        this.rounds += 1;
        this.state = step.questions === 0 ? 'pausing' : 'asking';
        this.open = Array.from({ length: step.questions }, (_, n) => this.asked + n + 1);
        this.asked += step.questions;
        break;
      case 'answer': {
        const id = this.open[step.which % Math.max(1, this.open.length)];
        if (this.state !== 'asking' || id === undefined) break;
        this.open = this.open.filter((each) => each !== id);
        if (this.open.length === 0) this.send();
        break;
      }
      case 'refuse':
        if (this.state === 'asking') this.end(true);
        break;
      case 'pass':
        if (this.state === 'pausing') this.send();
        break;
      case 'late':
        if (this.state === 'pausing') this.send();
        else if (this.state === 'asking') this.end(true);
        break;
      case 'cancel':
        this.wasCancelled ||= this.state === 'sent';
        this.end(false);
        break;
      case 'close':
        if (this.state !== 'sent') this.end(true);
        break;
      case 'notify':
      case 'repeat':
        break;
    }
  }

  send(): void {
    this.state = 'sent';
    this.legs += 1;
  }
}

it('agrees with its model, whatever comes in whatever order', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (steps) => {
      const { inner, trip, ends, open, answer, asked, counts } = begin();
      const model = new Model();
      for (const step of steps) {
        const server = inner.requests.at(-1);
        const chosen = 'which' in step ? model.open[step.which % Math.max(1, model.open.length)] : undefined;
        model.apply(step);
        switch (step.kind) {
          case 'complete':
            server?.result({ resultType: 'complete', content: [] });
            break;
          case 'error':
            server?.error(-32000, 'no');
            break;
          case 'fail':
            server?.fail();
            break;
          case 'notify':
            server?.notify('notifications/progress', { progressToken: 1, progress: 1 });
            break;
          case 'ask': {
            const keys = Array.from({ length: step.questions }, (_, n) => [`k${n}`, question]);
            const state = step.state ? { requestState: `s${model.rounds}` } : {};
            server?.result({ resultType: 'input_required', inputRequests: Object.fromEntries(keys), ...state });
            break;
          }
          case 'answer':
            if (chosen !== undefined) answer(chosen, { result: { action: 'accept' } });
            break;
          case 'refuse':
            if (chosen !== undefined) answer(chosen, { error: { code: -1, message: 'no' } });
            break;
          // An answer to what was answered, or never asked.
          case 'repeat':
            trip.clientAnswered(step.which + 1_000, ownAnswer(Buffer.from('{"jsonrpc":"2.0","id":1,"result":{}}')));
            break;
          case 'pass':
            vi.advanceTimersByTime(defaultTiming.pauseMs);
            break;
          case 'late':
            vi.advanceTimersByTime(defaultTiming.answerMs);
            break;
          case 'cancel':
            trip.cancel('enough');
            break;
          case 'close':
            trip.close({ code: 'upstream_unavailable', message: 'closed', sent: true });
            break;
        }
        expect(inner.requests).toHaveLength(model.legs);
        expect([...open.keys()]).toEqual(model.open);
        expect(ends).toHaveLength(model.told);
        expect(asked()).toHaveLength(model.asked);
        expect(counts()).toEqual(model.state === 'over' ? { settled: 1, ended: 1 } : { settled: 0, ended: 0 });
        expect(inner.requests.some(({ cancelled }) => cancelled !== undefined)).toBe(model.wasCancelled);
      }
      expect(vi.getTimerCount()).toBe(model.state === 'asking' || model.state === 'pausing' ? 1 : 0);
      trip.cancel();
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 500 },
  );
});
