import type { RecordedCall, RecordedEnd } from '../calls/recorded-call.ts';
import { type Effect, effectOf, isSame } from './change.ts';
import type { Replayed } from './simulation.ts';

/** One call of a kind, to look at. */
export interface Example {
  /** Tool name, prompt name or resource URI. */
  readonly subject: string;
  readonly grant: string;
  /** RFC 3339. */
  readonly time: string;
  /** A request id, or a line of the file. */
  readonly source: string;
}

/** Calls that end in another way, all in the same one. */
export interface OutcomeChange {
  readonly effect: Effect;
  readonly was: RecordedEnd;
  readonly now: RecordedEnd;
  readonly calls: number;
  readonly example: Example;
}

/** Calls of which nobody can say how they would end, all for want of the same. */
export interface Undecided {
  /** A path of the policy language, or `what earlier calls took`. */
  readonly needs: string;
  readonly calls: number;
  readonly example: Example;
}

/** What a candidate makes of recorded calls. `same + changed + undecided = calls`. */
export interface ReplayReport {
  readonly calls: number;
  readonly same: number;
  readonly changed: number;
  readonly undecided: number;
  /** The most frequent first. */
  readonly changes: readonly OutcomeChange[];
  readonly cannotBeDecided: readonly Undecided[];
  /** Records of what no policy decides, by what they are. Not among `calls`. */
  readonly notJudged: Readonly<Record<string, number>>;
}

/** Kinds that are told apart; what comes later is counted in the sums only. */
const mostKinds = 1_000;

/** Counts while calls are replayed. */
export class Tally {
  #same = 0;
  #changed = 0;
  #undecided = 0;
  readonly #changes = new Map<string, OutcomeChange>();
  readonly #needs = new Map<string, Undecided>();
  readonly #notJudged = new Map<string, number>();

  notJudged(why: string): void {
    this.#notJudged.set(why, (this.#notJudged.get(why) ?? 0) + 1);
  }

  add(recorded: RecordedCall, replayed: Replayed): void {
    if (replayed.kind === 'undecided') {
      this.#undecided += 1;
      const { needs } = replayed;
      count(this.#needs, needs, () => ({ needs, calls: 0, example: exampleOf(recorded) }));
      return;
    }
    const { was } = recorded;
    const { verdict: now } = replayed;
    if (isSame(was, now)) {
      this.#same += 1;
      return;
    }
    this.#changed += 1;
    const key = JSON.stringify([was.outcome, was.code, now.outcome, now.code, now.rule]);
    count(this.#changes, key, () => ({ effect: effectOf(was, now), was, now, calls: 0, example: exampleOf(recorded) }));
  }

  report(): ReplayReport {
    return {
      calls: this.#same + this.#changed + this.#undecided,
      same: this.#same,
      changed: this.#changed,
      undecided: this.#undecided,
      changes: mostFirst(this.#changes),
      cannotBeDecided: mostFirst(this.#needs),
      notJudged: Object.fromEntries([...this.#notJudged].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    };
  }
}

function count<T extends { readonly calls: number }>(kinds: Map<string, T>, key: string, first: () => T): void {
  const kind = kinds.get(key);
  if (kind === undefined && kinds.size >= mostKinds) return;
  const counted = kind ?? first();
  kinds.set(key, { ...counted, calls: counted.calls + 1 });
}

function mostFirst<T extends { readonly calls: number }>(kinds: ReadonlyMap<string, T>): readonly T[] {
  return [...kinds.values()].toSorted((a, b) => b.calls - a.calls);
}

function exampleOf({ call, context, source }: RecordedCall): Example {
  const subject = call.kind === 'resource' ? call.uri : call.name;
  return { subject, grant: context.grant.label, time: new Date(context.now).toISOString(), source };
}
