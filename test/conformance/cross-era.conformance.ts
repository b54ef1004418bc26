/**
 * The official suite of one era through the gateway with everything on, against a server that is pinned to the other
 * era: what the suite demands of a server, the gateway and the server must give together.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Eras } from '../support/upstreams/dual-era-server.ts';
import { type Governed, startGoverned } from './governed.ts';
import { examineServer, failures, type Outcome, requirements, type SuiteRevision } from './official-suite.ts';

/** Checks that no gateway can make such a server pass, and why. Everything else of the scenario must pass. */
const beyond: ReadonlyMap<string, readonly [check: string, why: string][]> = new Map([
  [
    'input-required-result-basic-elicitation',
    [
      [
        'sep-2322-elicitation-incomplete',
        'it wants the name by which the server knows its question: the other era has none',
      ],
    ],
  ],
  [
    'server-stateless',
    [
      ['sep-2575-server-rejects-undeclared-capability', 'the other era has no error for a capability that is missing'],
      ['sep-2575-missing-capability-http-400', 'the same'],
    ],
  ],
]);

describe.each<[eras: Eras, revision: SuiteRevision]>([
  ['legacy', '2026-07-28'],
  ['modern', '2025-11-25'],
])('a %s server, revision %s', (eras, revision) => {
  let governed: Governed;
  let outcome: Outcome;
  beforeAll(async () => {
    governed = await startGoverned(eras);
    outcome = await examineServer(governed.url, revision);
  }, 180_000);
  afterAll(async () => {
    await governed?.[Symbol.asyncDispose]();
  }, 60_000);

  it.each(requirements(revision).server)('%s', (scenario) => {
    const excused = (beyond.get(scenario) ?? []).map(([check]) => `${check}:`);
    const failed = failures(outcome.get(scenario));
    expect(failed.filter((line) => !excused.some((check) => line.startsWith(check)))).toEqual([]);
    // What is excused and does not fail needs no excuse.
    if (eras === 'legacy')
      expect(excused.filter((check) => !failed.some((line) => line.startsWith(check)))).toEqual([]);
  });
});
