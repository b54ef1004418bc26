/**
 * The official suite through the gateway with everything on, against the server that passes it without: what a revision
 * demands, and beside it whatever that server passes directly.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDualEra } from '../support/upstreams/dual-era-server.ts';
import { type Governed, startGoverned } from './governed.ts';
import { examineServer, failures, type Outcome, requirements, type SuiteRevision } from './official-suite.ts';

const revisions: readonly SuiteRevision[] = ['2025-11-25', '2026-07-28'];

let governed: Governed;
beforeAll(async () => {
  governed = await startGoverned('both');
}, 60_000);
afterAll(async () => {
  await governed?.[Symbol.asyncDispose]();
}, 60_000);

describe.each(revisions)('revision %s', (revision) => {
  const { server: required, not_scored } = requirements(revision);
  const unscored = not_scored.filter(({ leg }) => leg === 'server').map(({ scenario }) => scenario);
  let direct: Outcome;
  let through: Outcome;
  beforeAll(async () => {
    const fixture = await startDualEra();
    try {
      direct = await examineServer(fixture.url, revision);
    } finally {
      await fixture.close();
    }
    through = await examineServer(governed.url, revision);
  }, 180_000);

  it.each(required)('%s', (scenario) => {
    expect(failures(direct.get(scenario)), 'without the gateway').toEqual([]);
    expect(failures(through.get(scenario)), 'through the gateway').toEqual([]);
  });

  it.each(unscored)('%s (not scored)', (scenario) => {
    // What the server itself does not pass, such as an extension that it does not have, no gateway can make pass.
    if (failures(direct.get(scenario)).length === 0) expect(failures(through.get(scenario))).toEqual([]);
  });
});
