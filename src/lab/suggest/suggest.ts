import { type Policy, readPolicy } from '../../policy/index.ts';
import type { JsonObject } from '../../protocol/index.ts';
import type { RecordedCall } from '../calls/recorded-call.ts';
import { Simulation } from '../replay/simulation.ts';
import { documentOf, takeOut } from './draft.ts';
import { type StrictnessName, strictnesses } from './strictness.ts';
import { toolTraffic } from './traffic.ts';
import { widerThanSeen } from './wider.ts';
import { writeDraft } from './write-draft.ts';

export interface Suggestion {
  readonly document: JsonObject;
  readonly policy: Policy;
  /** Calls that it was made from, all of which it allows. */
  readonly calls: number;
  /** Calls that the policy in force refused or held: it was not made for them. */
  readonly leftOut: number;
  /** What it allows beyond what was seen, a sentence each. */
  readonly wider: readonly string[];
}

/**
 * The smallest policy that covers calls which went through. It is checked by replay: whatever refuses one of the calls
 * is taken out again, so that in the end each of them is allowed, and decided from what was kept.
 *
 * @param recorded calls to one server, in any order
 * @returns nothing where no call went through
 */
export function suggest(
  recorded: readonly RecordedCall[],
  strictness: StrictnessName = 'normal',
): Suggestion | undefined {
  const calls = recorded.filter(wentThrough).toSorted((a, b) => a.context.now - b.context.now);
  if (calls.length === 0) return undefined;
  const refused = new Set(
    recorded.flatMap((one) => (!wentThrough(one) && one.call.kind === 'tool' ? [one.call.name] : [])),
  );
  const draft = writeDraft(calls, refused, strictnesses[strictness]);
  for (;;) {
    const document = documentOf(draft);
    const read = readPolicy(JSON.stringify(document), 'json', { name: 'policy' });
    const rule = read.ok ? refusing(read.policy, calls) : read.errors[0]?.pointer;
    if (read.ok && rule === undefined) {
      const wider = widerThanSeen(draft, toolTraffic(calls));
      return { document, policy: read.policy, calls: calls.length, leftOut: recorded.length - calls.length, wider };
    }
    if (!takeOut(draft, rule ?? '')) throw new Error(`a call that was made is refused by ${rule}`);
  }
}

/** Under `observe` what would have been refused went through, too. */
function wentThrough({ was: { outcome } }: RecordedCall): boolean {
  return outcome === 'allow' || outcome === 'would_deny' || outcome === 'would_hold';
}

/** The rule that refuses the first of the calls that is refused. */
function refusing(policy: Policy, calls: readonly RecordedCall[]): string | undefined {
  const simulation = new Simulation(policy);
  for (const call of calls) {
    const replayed = simulation.next(call);
    if (replayed.kind === 'undecided') throw new Error(`a draft asks for ${replayed.needs}, which was not kept`);
    if (replayed.verdict.outcome !== 'allow') return replayed.verdict.rule ?? replayed.verdict.code ?? '';
  }
  return undefined;
}
