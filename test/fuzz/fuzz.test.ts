import { expect, it } from 'vitest';
import { callTrial } from './calls/trial.ts';
import { campaign } from './campaign.ts';
import { definitionTrial } from './definitions/trial.ts';
import { sseTrial } from './sse/trial.ts';

/** Slices of `npm run fuzz`. With the 100,000 of `test/reference` they are 300,000 inputs with every run of the tests. */
it('calls: what any decoder reads in what is sent is what was judged', () => {
  const { failures, outcomes, inputs } = campaign('calls', callTrial(), 1, 150_000);
  expect(failures).toEqual([]);
  // A campaign that lets nothing through, or refuses nothing, proves nothing.
  expect(outcomes.forwarded).toBeGreaterThan(inputs * 0.15);
  expect(outcomes.refused).toBeGreaterThan(inputs * 0.15);
  expect(outcomes.unreadable).toBeGreaterThan(inputs * 0.3);
}, 300_000);

it('streams: a message is one identical event to three decoders, and theirs is ours', () => {
  const { failures, outcomes } = campaign('sse', sseTrial(), 1, 30_000);
  expect(failures).toEqual([]);
  expect(outcomes.sent).toBeGreaterThan(10_000);
  expect(outcomes.received).toBeGreaterThan(10_000);
}, 300_000);

it('definitions: one hash for all spellings, another for whatever a decoder could tell apart', () => {
  const { failures, outcomes } = campaign('definitions', definitionTrial(), 1, 12_000);
  expect(failures).toEqual([]);
  expect(outcomes.changed).toBeGreaterThan(8_000);
}, 300_000);
