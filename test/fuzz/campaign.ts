/** What a fuzzing campaign has come to. */
export interface Campaign {
  readonly what: string;
  readonly inputs: number;
  readonly seed: number;
  /** How many seeds were used, from `seed` on; each makes one input, where nothing else is said. */
  readonly seeds?: number;
  /** How many inputs came to what: that a campaign refuses everything, or nothing, is no proof. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** The first failures, each with the seed that makes it again. */
  readonly failures: readonly string[];
  readonly seconds: number;
}

/** One kind of campaign. @returns outcome, and what is wrong, if anything is */
export type Trial = (seed: number) => { readonly outcome: string; readonly failure?: string | undefined };

/** A campaign stops after so many failures. */
export const mostFailures = 10;

/** Makes one trial a seed, and stops after ten failures. */
export function campaign(what: string, trial: Trial, seed: number, inputs: number): Campaign {
  const outcomes = new Map<string, number>();
  const failures: string[] = [];
  const began = performance.now();
  let done = 0;
  for (; done < inputs && failures.length < mostFailures; done += 1) {
    const { outcome, failure } = trial(seed + done);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (failure !== undefined) failures.push(`seed ${seed + done}: ${failure}`);
  }
  const seconds = (performance.now() - began) / 1000;
  return { what, inputs: done, seed, outcomes: Object.fromEntries(outcomes), failures, seconds };
}
