import type { Step } from '../generate/call.ts';
import type { Case } from '../generate/case.ts';
import type { Witness } from '../judge/condition.ts';
import type { ExactReceipt } from '../judge/exact-log.ts';
import type { Verdict } from '../judge/judge.ts';
import type { Side } from './side.ts';

/** Everything that two sides must agree on for one call. */
export interface Answer {
  readonly outcome: string;
  readonly code?: string | undefined;
  readonly rule?: string | undefined;
  readonly reason?: string | undefined;
  /** What the call asks for. Budgets are numbered as they appear: two sides agree on numbers when they agree on identity. */
  readonly budgets?: readonly unknown[];
  readonly slots?: readonly unknown[];
  readonly approval?: unknown;
  /** What it took. */
  readonly taken?: readonly (readonly [budget: number, amount: number])[];
}

/** Answers every step of a case in order, taking from budgets and holding slots as the calls go. */
export function answersOf(side: Side, { document, steps }: Case, witness: Witness = () => {}): readonly Answer[] {
  const opened = open(side, document);
  if ('refused' in opened) return steps.map(() => ({ outcome: 'document refused', reason: opened.refused }));
  const log = side.exactLog();
  const budgets = new Map<string, number>();
  const families = new Map<string, number>();
  const slots = new Map<string, number>();
  const ending = new Map<number, readonly ExactReceipt[]>();
  return steps.map((step, i) => {
    for (const receipt of ending.get(i) ?? []) log.release(receipt);
    const verdict = verdictOf(opened.judge, step, witness);
    if (typeof verdict === 'string') return { outcome: 'thrown', reason: verdict };
    const { taken, ...decision } = side.decide(verdict, document.mode === 'observe', log, step.now);
    if (taken) ending.set(i + 1 + step.inFlight, [...(ending.get(i + 1 + step.inFlight) ?? []), taken]);
    if (verdict.verdict === 'refuse') return decision;
    const { demand, approval } = verdict;
    const inOrder = demand.budgets.toSorted((a, b) => (a.rule < b.rule ? -1 : 1));
    return {
      ...decision,
      budgets: inOrder.map(({ key, family, windowMs, align, max, cost, durable, rule, onDeny }) => {
        const number = numbered(budgets, key);
        return {
          budget: number,
          family: numbered(families, family),
          windowMs,
          align,
          max,
          cost,
          durable,
          rule,
          onDeny,
        };
      }),
      slots: demand.slots.map(({ key, max, rule }) => ({ slot: numbered(slots, key), max, rule })),
      approval,
      taken: (taken?.budgets ?? [])
        .map(({ key, cost }) => [numbered(budgets, key), cost] as const)
        .sort(([a], [b]) => a - b),
    };
  });
}

function open(
  side: Side,
  document: Case['document'],
): { judge: (step: Step, witness: Witness) => Verdict } | { refused: string } {
  try {
    const opened = side.open(document);
    return typeof opened === 'function' ? { judge: opened } : opened;
  } catch (error) {
    return { refused: `thrown: ${String(error)}` };
  }
}

function verdictOf(judge: (step: Step, witness: Witness) => Verdict, step: Step, witness: Witness): Verdict | string {
  try {
    return judge(step, witness);
  } catch (error) {
    return String(error);
  }
}

function numbered(known: Map<string, number>, key: string): number {
  const number = known.get(key) ?? known.size;
  known.set(key, number);
  return number;
}
