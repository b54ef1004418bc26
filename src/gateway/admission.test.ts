import { describe, expect, it } from 'vitest';
import { Admission } from './admission.ts';

const caps = { requestsPerSecond: 4, inFlight: 2, sessions: 1, streams: 1, processes: 1, tasks: 1 };

describe('Admission', () => {
  it('caps what is in flight, for each grant by itself', () => {
    const admission = new Admission();
    expect([1, 2, 3].map(() => admission.enter('a', caps, 0))).toEqual([true, true, false]);
    expect(admission.enter('b', caps, 0)).toBe(true);
    admission.leave('a');
    expect(admission.enter('a', caps, 0)).toBe(true);
    expect(admission.inFlight()).toBe(3);
  });

  it('forgets a grant that is gone once it holds nothing', () => {
    const admission = new Admission();
    for (const grant of ['stays', 'idle', 'calls', 'listens'])
      if (admission.enter(grant, caps, 0)) admission.leave(grant);
    admission.enter('calls', caps, 0);
    admission.hold('listens', 'streams', caps, 0);
    admission.forget((grant) => grant !== 'stays');
    expect(admission.size).toBe(3);
    admission.leave('calls');
    admission.release('listens', 'streams');
    admission.forget((grant) => grant !== 'stays');
    expect(admission.size).toBe(1);
    expect(admission.inFlight()).toBe(0);
  });

  it('caps requests a second and refills with time', () => {
    const admission = new Admission();
    const burst = Array.from({ length: 6 }, () => {
      const entered = admission.enter('a', caps, 0);
      if (entered) admission.leave('a');
      return entered;
    });
    expect(burst).toEqual([true, true, true, true, false, false]);
    expect(admission.enter('a', caps, 249)).toBe(false);
    expect(admission.enter('a', caps, 250)).toBe(true);
  });

  it('tells how many could come in', () => {
    const admission = new Admission();
    expect(admission.room('a', caps, 0)).toBe(2);
    admission.enter('a', caps, 0);
    expect(admission.room('a', caps, 0)).toBe(1);
    admission.enter('a', caps, 0);
    admission.leave('a');
    expect(admission.room('a', caps, 0)).toBe(1);
    admission.leave('a');
    for (const now of [0, 0]) {
      admission.enter('a', caps, now);
      admission.leave('a');
    }
    expect(admission.room('a', caps, 0)).toBe(0);
    expect(admission.room('a', caps, 250)).toBe(1);
  });

  it('never saves up more than one second', () => {
    const admission = new Admission();
    expect(admission.enter('a', caps, 0)).toBe(true);
    admission.leave('a');
    let admitted = 0;
    for (let i = 0; i < 10; i++) {
      if (admission.enter('a', caps, 3_600_000)) {
        admitted += 1;
        admission.leave('a');
      }
    }
    expect(admitted).toBe(4);
  });

  it('holds several things or none of them', () => {
    const admission = new Admission();
    expect(admission.holdAll('a', ['sessions', 'processes'], caps, 0)).toBeUndefined();
    admission.release('a', 'sessions');
    expect(admission.holdAll('a', ['sessions', 'processes'], caps, 0)).toBe('processes');
    expect(admission.hold('a', 'sessions', caps, 0)).toBe(true);
  });

  it('counts what is held open until it is released', () => {
    const admission = new Admission();
    expect(admission.hold('a', 'sessions', caps, 0)).toBe(true);
    expect(admission.hold('a', 'sessions', caps, 0)).toBe(false);
    expect(admission.hold('a', 'streams', caps, 0)).toBe(true);
    admission.release('a', 'sessions');
    expect(admission.hold('a', 'sessions', caps, 0)).toBe(true);
  });
});
