/**
 * A short slice of `npm run soak:age`: a few minutes of a gateway's life, as fast as they go.
 */
import { describe, expect, it } from 'vitest';
import { controlClient } from '../support/gateway/control.ts';
import { age } from './age.ts';
import { ageVerdicts } from './age-verdicts.ts';
import { turnsOfRound } from './life.ts';

describe.runIf(process.platform === 'linux')('a gateway that everything happens to', () => {
  it('answers each turn as it must, and holds at the end of a round no more than before it', async () => {
    const report = await age({ samples: 2, warmUp: 0, deep: 1, turns: turnsOfRound }, controlClient);
    expect([report.failures, report.unhandled]).toEqual([[], []]);
    // Two rounds are the warming up, in which sessions that are left fill what a grant may have. What has an end has come to it.
    const hasAnEnd = /^(?:every turn|no promise|children|calls)/;
    const noes = ageVerdicts(report, false).filter(([what, holds]) => !holds && hasAnEnd.test(what));
    expect(noes).toEqual([]);
    // They are found where they are: else they would count as maps that come and go.
    expect(report.samples[0]?.counts['facts that calls share']).toBeGreaterThan(0);
    expect(Object.keys(report.samples[0]?.counts ?? {})).toEqual(expect.arrayContaining(['timers', 'entries of Maps']));
  }, 240_000);
});
