import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventStream } from './event-stream.ts';
import { type LoggedStream, StreamLog } from './stream-log.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

interface Connection extends EventStream {
  readonly text: string[];
  readonly ids: () => string[];
  ended: boolean;
}

function connection(): Connection {
  const text: string[] = [];
  const made: Connection = {
    text,
    ended: false,
    ids: () => text.flatMap((event) => /^id: (.*)$/m.exec(event)?.[1] ?? []),
    raw: (event) => text.push(event.toString()) > 0,
    send: (message) => text.push(message.toString()) > 0,
    end: () => {
      made.ended = true;
    },
  };
  return made;
}

const say = (stream: LoggedStream, ...texts: string[]): void => {
  for (const each of texts) stream.send(Buffer.from(`"${each}"`));
};
const told = ({ text }: Connection): string[] => text.flatMap((event) => /^data: "(.*)"$/m.exec(event)?.[1] ?? []);

/** What a client that has seen `id` last is told when it comes back. */
function resume(log: StreamLog, id: string): string[] | 'gone' | undefined {
  const found = log.find(id);
  if (found === undefined || found === 'gone') return found;
  const again = connection();
  found.stream.attach(again, true, found.missed);
  return told(again);
}

describe('a log of streams', () => {
  it('goes on behind whatever event the client has, of that stream only, and as often as it likes', () => {
    const log = new StreamLog();
    const first = connection();
    const one = log.begin();
    one.attach(first, true);
    const other = log.begin();
    other.attach(connection(), true);
    say(one, 'a', 'b');
    say(other, 'x');
    say(log.unasked, 'unasked');
    say(one, 'c');
    one.end(Buffer.from('"answer"'));
    expect(told(first)).toEqual(['a', 'b', 'c', 'answer']);
    expect(first.ended).toBe(true);
    const all = ['a', 'b', 'c', 'answer'];
    for (const [at, id] of first.ids().entries()) {
      for (const _again of [1, 2]) expect(resume(log, id)).toEqual(all.slice(at));
    }
  });

  it('keeps for a client that is gone what it is told, and tells it on the next connection', () => {
    const log = new StreamLog();
    const lost = connection();
    log.unasked.attach(lost, false);
    say(log.unasked, 'a');
    log.unasked.detach(lost);
    say(log.unasked, 'b', 'c');
    expect(told(lost)).toEqual(['a']);
    expect(resume(log, lost.ids().at(-1) ?? '')).toEqual(['b', 'c']);
  });

  it('goes on where its client has come back, and ends the connection that it was on', () => {
    const log = new StreamLog();
    const stream = log.begin();
    const [before, after] = [connection(), connection()];
    stream.attach(before, true);
    stream.attach(after, true);
    expect([before.ended, after.ended]).toEqual([true, false]);
    stream.detach(before);
    say(stream, 'a');
    expect([told(before), told(after)]).toEqual([[], ['a']]);
  });

  it('primes a client that knows of it with an id before there is an event, and hints when to come back', () => {
    const log = new StreamLog();
    const [primed, plain] = [connection(), connection()];
    log.begin().attach(primed, true);
    log.begin().attach(plain, false);
    expect(primed.text[0]).toMatch(/^id: \S+\nretry: 2000\ndata: \n\n$/);
    expect(plain.text).toEqual(['retry: 2000\n\n']);
  });

  it('knows nothing of the ids of another log, nor of what is none', () => {
    const log = new StreamLog();
    const seen = connection();
    const stream = log.begin();
    stream.attach(seen, true);
    say(stream, 'secret');
    const other = new StreamLog();
    say(other.begin(), 'mine');
    for (const id of [...seen.ids(), '', 'x', '000000000000-1-0']) expect(resume(other, id)).toBeUndefined();
  });

  it('is bounded by number, bytes and age, and says what is gone instead of passing over it', () => {
    const log = new StreamLog();
    const seen = connection();
    log.unasked.attach(seen, true);
    const primed = seen.ids()[0] ?? '';
    for (let n = 0; n < 300; n += 1) say(log.unasked, `${n}`);
    expect(resume(log, primed)).toBe('gone');
    expect(resume(log, seen.ids()[300 - 256] ?? '')).toHaveLength(256);

    const heavy = new StreamLog();
    const late = connection();
    heavy.unasked.attach(late, true);
    for (let n = 0; n < 5; n += 1) say(heavy.unasked, 'x'.repeat(300_000));
    expect(resume(heavy, late.ids()[0] ?? '')).toBe('gone');
    expect(resume(heavy, late.ids()[2] ?? '')).toHaveLength(3);

    vi.advanceTimersByTime(5 * 60_000);
    expect(resume(heavy, late.ids()[2] ?? '')).toBe('gone');
    vi.advanceTimersByTime(5 * 60_000);
    log.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
