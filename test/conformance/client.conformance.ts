/**
 * The official suite's examination of clients, of the side that the gateway turns to servers: a client of the official
 * SDK calls through the gateway, and what the suite's server sees is what the gateway sends.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { examineClient, failures, requirements, type SuiteRevision } from './official-suite.ts';

const client = fileURLToPath(new URL('client.ts', import.meta.url));

/** What is no affair of a gateway's. A scenario that is neither here nor below does not exist. */
const notOurs: readonly (readonly [scenario: RegExp, why: string])[] = [
  [/^auth\//, 'the gateway shows servers the headers of its configuration, and is no OAuth client'],
  [/^elicitation-sep1034-client-defaults$/, 'a form is filled in by the client behind the gateway'],
];

describe.each<SuiteRevision>(['2025-11-25', '2026-07-28'])('revision %s', (revision) => {
  const { client: required, not_scored } = requirements(revision);
  const unscored = not_scored.filter(({ leg }) => leg === 'client').map(({ scenario }) => scenario);
  const ours = [...required, ...unscored].filter((scenario) => !notOurs.some(([pattern]) => pattern.test(scenario)));

  it.each(ours)(
    '%s',
    async (scenario) => {
      expect(failures(await examineClient(client, scenario, revision))).toEqual([]);
    },
    90_000,
  );
});
