import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../kernel/index.ts';
import { Breaker, type Pass } from './breaker.ts';

function passed(breaker: Breaker): Pass {
  const pass = breaker.admit();
  if (!pass.ok) throw new Error('it refused');
  return pass;
}

function opened() {
  const clock = manualClock();
  const breaker = new Breaker(clock);
  for (let i = 0; i < 5; i += 1) breaker.failed(passed(breaker));
  return { clock, breaker };
}

describe('a breaker', () => {
  it('opens after five failures in a row, and says when to come back', () => {
    const { clock, breaker } = opened();
    expect(breaker.state).toBe('open');
    expect(breaker.admit()).toEqual({ ok: false, retryAfterMs: 1000 });
    clock.advance(400);
    expect(breaker.admit()).toEqual({ ok: false, retryAfterMs: 600 });
  });

  it('counts no failures that have a success between them', () => {
    const breaker = new Breaker(manualClock());
    for (let i = 0; i < 20; i += 1) {
      breaker.failed(passed(breaker));
      if (i % 4 === 3) breaker.succeeded(passed(breaker));
    }
    expect(breaker.state).toBe('closed');
  });

  it('lets one request through when its time is up, and closes when that one succeeds', () => {
    const { clock, breaker } = opened();
    clock.advance(1000);
    expect(breaker.state).toBe('half-open');
    const probe = passed(breaker);
    expect(breaker.admit()).toEqual({ ok: false, retryAfterMs: 1000 });
    breaker.succeeded(probe);
    expect(breaker.state).toBe('closed');
    expect(breaker.admit().ok).toBe(true);
  });

  it('stays open for twice as long, up to half a minute, each time the probe fails', () => {
    const { clock, breaker } = opened();
    const waits: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      clock.advance(breaker.wait());
      breaker.failed(passed(breaker));
      waits.push(breaker.wait());
    }
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('probes with another request where the client of the first has left', () => {
    const { clock, breaker } = opened();
    clock.advance(1000);
    breaker.undecided(passed(breaker));
    expect(breaker.admit()).toEqual({ ok: true, probe: true });
  });

  it('hears nothing from what set out before it opened', () => {
    const clock = manualClock();
    const breaker = new Breaker(clock);
    const early = Array.from({ length: 12 }, () => passed(breaker));
    for (const pass of early.slice(0, 10)) breaker.failed(pass);
    for (const pass of early.slice(10)) breaker.succeeded(pass);
    expect(breaker.state).toBe('open');
    expect(breaker.wait()).toBe(1000);
  });

  it('never has two probes under way, and never refuses for longer than half a minute', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('ask' as const) }),
      fc.record({ kind: fc.constantFrom('good' as const, 'bad' as const, 'left' as const), which: fc.nat() }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(40_000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const clock = manualClock();
        const breaker = new Breaker(clock);
        const out: Pass[] = [];
        for (const one of steps) {
          if (one.kind === 'wait') clock.advance(one.ms);
          else if (one.kind === 'ask') {
            const asked = breaker.admit();
            if (asked.ok) out.push(asked);
            else expect(asked.retryAfterMs).toBeLessThanOrEqual(30_000);
          } else {
            const [pass] = out.splice(one.which % Math.max(1, out.length), 1);
            if (pass === undefined) continue;
            if (one.kind === 'good') breaker.succeeded(pass);
            else if (one.kind === 'bad') breaker.failed(pass);
            else breaker.undecided(pass);
          }
          expect(out.filter(({ probe }) => probe).length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
