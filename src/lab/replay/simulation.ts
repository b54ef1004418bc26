import type { Code, Outcome } from '../../kernel/index.ts';
import type { Demand } from '../../limits/index.ts';
import type { Policy, Refusal } from '../../policy/index.ts';
import type { RecordedCall, RecordedEnd } from '../calls/recorded-call.ts';
import { BudgetBounds } from './budget-bounds.ts';
import { judgeKept } from './judge-kept.ts';
import { possibleDemand } from './possible-demand.ts';
import { RecordedFlights } from './recorded-flights.ts';

/** What the candidate says of a call, or why that cannot be said. */
export type Replayed =
  | { readonly kind: 'decided'; readonly verdict: RecordedEnd }
  | { readonly kind: 'undecided'; readonly needs: string };

/** Why a limit cannot be looked at, where no value of the call itself is missing. */
const earlierCalls = 'what earlier calls took';

/**
 * Recorded calls under another policy, one after the other as time went. Budgets begin empty; a call that waits for a
 * human takes nothing, one that is let through stays in flight as long as it did on record.
 *
 * What is decided is what the gateway would have said of the calls as they were made, whatever stood in the places
 * that nobody kept: the judge read none of them, and the limits gave the same answer for the least and for the most
 * that undecided calls before may have taken.
 */
export class Simulation {
  readonly #policy: Policy;
  readonly #budgets = new BudgetBounds();
  readonly #flights = new RecordedFlights();

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** @param recorded no earlier than the one before; if it is, its limits are not decided */
  next(recorded: RecordedCall): Replayed {
    const inOrder = this.#budgets.moveTo(recorded.context.now);
    const judgement = judgeKept(this.#policy, recorded);
    switch (judgement.verdict) {
      case 'refuse':
        return decided(...this.#refused(judgement));
      case 'undecided':
        this.#mayTake(recorded);
        return { kind: 'undecided', needs: judgement.needs };
      case 'pass':
        return this.#passed(recorded, judgement.demand, judgement.approval?.rule, inOrder);
    }
  }

  #refused({ code, rule }: Refusal): [Outcome, Code, string] {
    if (code === 'bad_request') return ['refused', code, rule];
    if (code === 'unknown_tool') return ['hidden', code, rule];
    if (this.#policy.mode === 'observe') return ['would_deny', code, rule];
    return [code === 'hidden' ? 'hidden' : 'deny', code, rule];
  }

  #passed(recorded: RecordedCall, demand: Demand, asks: string | undefined, inOrder: boolean): Replayed {
    const observing = this.#policy.mode === 'observe';
    const room = this.#room(recorded, demand, inOrder);
    if (room === 'unsure') {
      if (asks === undefined || observing) this.#mayTakeThis(recorded, demand);
      return { kind: 'undecided', needs: earlierCalls };
    }
    if (room !== 'room') return decided(observing ? 'would_deny' : 'deny', room.code, room.rule);
    if (asks !== undefined && !observing) return decided('hold', 'approval_required', asks);
    this.#budgets.take(demand.budgets, recorded.givenBack);
    this.#flights.hold(demand.slots, recorded.context.now + recorded.ms, true);
    return asks === undefined ? decided('allow') : decided('would_hold', 'approval_required', asks);
  }

  /** Budgets first, then slots, as every limiter looks at them. */
  #room(
    { call, context }: RecordedCall,
    { budgets, slots }: Demand,
    inOrder: boolean,
  ): 'room' | 'unsure' | { readonly code: Code; readonly rule: string } {
    if (budgets.length + slots.length === 0) return 'room';
    if (!inOrder) return 'unsure';
    const bases = call.kind === 'tool' ? this.#policy.toolPlan(call.name).budgets.map(({ base }) => base) : [];
    const budget = this.#budgets.ask(budgets, bases);
    if (typeof budget === 'object') return { code: budget.code, rule: budget.refusedBy.rule };
    const slot = this.#flights.ask(slots, context.now);
    if (typeof slot === 'object') return budget === 'room' ? { code: 'concurrency', rule: slot.rule } : 'unsure';
    return budget === 'room' ? slot : 'unsure';
  }

  #mayTake(recorded: RecordedCall): void {
    const { demand, unknown } = possibleDemand(this.#policy, recorded);
    this.#budgets.mayTakeAny(unknown);
    this.#mayTakeThis(recorded, demand);
  }

  #mayTakeThis({ context, ms, givenBack }: RecordedCall, { budgets, slots }: Demand): void {
    if (!givenBack) this.#budgets.mayTake(budgets);
    this.#flights.hold(slots, context.now + ms, false);
  }
}

function decided(outcome: Outcome, code: Code | null = null, rule: string | null = null): Replayed {
  return { kind: 'decided', verdict: { outcome, code, rule: rule === '' ? null : rule } };
}
