import { describe, expect, it, vi } from 'vitest';
import { unavailable } from '../failures.ts';
import type { Listener } from '../upstream.ts';
import { IssuedRequests } from './issued-requests.ts';

const participant = { stray: undefined, lost: () => {} };

function issue(requests: IssuedRequests, id: number): string[] {
  const heard: string[] = [];
  const listener: Listener = {
    notification: () => heard.push('notification'),
    request: () => heard.push('request'),
    answer: () => heard.push('answer'),
    failure: () => heard.push('failure'),
    settled: () => heard.push('settled'),
  };
  requests.add({
    id,
    participant,
    listener,
    serverRequests: new Set(),
    endless: false,
    timer: setTimeout(() => {}, 0),
  });
  return heard;
}

describe('IssuedRequests', () => {
  it('settles a request when it ends, and only once', () => {
    const requests = new IssuedRequests(1_000);
    const heard = issue(requests, 1);
    expect(requests.end(1, (listener) => listener.failure(unavailable('gone', true)))).toBe(true);
    expect(requests.end(1, () => heard.push('again'))).toBe(false);
    expect(requests.late(1)).toBe(false);
    requests.failAll(unavailable('gone', true));
    expect(heard).toEqual(['failure', 'settled']);
  });

  it('settles a request that was given up when its answer comes after all', () => {
    const requests = new IssuedRequests(1_000);
    const heard = issue(requests, 1);
    expect(requests.giveUp(1)).toBe(true);
    expect(requests.giveUp(1)).toBe(false);
    expect(requests.waiting.size).toBe(0);
    expect(heard).toEqual([]);
    expect(requests.late(1)).toBe(true);
    expect(heard).toEqual(['settled']);
  });

  it('settles what was given up when the process is gone, telling nobody of a failure', () => {
    const requests = new IssuedRequests(1_000);
    const [given, waiting] = [issue(requests, 1), issue(requests, 2)];
    requests.giveUp(1);
    requests.failAll(unavailable('gone', true));
    expect(given).toEqual(['settled']);
    expect(waiting).toEqual(['failure', 'settled']);
  });

  it('settles what a server never answers when it has had its time', () => {
    vi.useFakeTimers();
    try {
      const requests = new IssuedRequests(1_000);
      const heard = issue(requests, 1);
      requests.giveUp(1);
      vi.advanceTimersByTime(999);
      expect(heard).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(heard).toEqual(['settled']);
      expect(requests.late(1)).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });
});
