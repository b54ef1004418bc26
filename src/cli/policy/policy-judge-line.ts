import { manualClock } from '../../kernel/index.ts';
import { type Decision, decide, lint } from '../../lab/index.ts';
import { type MemoryLimiter, memoryLimiter } from '../../limits/index.ts';
import { type PolicyError, type PolicyWarning, type ReadResult, readPolicy } from '../../policy/index.ts';
import { InputError, readInput } from './policy-input.ts';

/** What `policy judge` says of a line. */
export interface JudgedLine {
  readonly valid: boolean;
  readonly errors: readonly PolicyError[];
  readonly warnings: readonly PolicyWarning[];
  /** `null` where the line has no call, or its policy is not valid. */
  readonly decision: Decision | null;
}

/** Budgets that lines share by name, with the clock that they move. */
interface Counters {
  readonly clock: ReturnType<typeof manualClock>;
  readonly limiter: MemoryLimiter;
}

/** Policies of one run that are kept compiled. */
const maxPolicies = 2_000;

/**
 * Answers line after line: the steps of section 3 with what a line has. Every tool that is named counts as listed; a
 * call that needs a human ends as `hold`.
 */
export class LineJudge {
  readonly #policies = new Map<string, ReadResult>();
  readonly #counters = new Map<string, Counters>();

  answer(line: Buffer): JudgedLine {
    try {
      const { policy, call, counters } = readInput(line);
      const read = policy === undefined ? undefined : this.#read(policy.text, policy.format);
      const errors = read === undefined || read.ok ? [] : read.errors;
      const warnings = read === undefined ? [] : read.ok ? [...read.warnings, ...lint(read.policy)] : read.warnings;
      if (call === undefined || errors.length > 0)
        return { valid: errors.length === 0, errors, warnings, decision: null };
      const decision = decide(read?.ok ? read.policy : undefined, call, this.#budgets(counters, call.context.now));
      return { valid: true, errors, warnings, decision };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { valid: false, errors: [error.asPolicyError()], warnings: [], decision: null };
    }
  }

  #read(text: string, format: 'json' | 'yaml'): ReadResult {
    const key = `${format} ${text}`;
    let read = this.#policies.get(key);
    if (read === undefined) {
      read = readPolicy(text, format, { name: 'policy' });
      if (this.#policies.size >= maxPolicies) this.#policies.clear();
      this.#policies.set(key, read);
    }
    return read;
  }

  #budgets(name: string | undefined, now: number): MemoryLimiter {
    let counters = name === undefined ? undefined : this.#counters.get(name);
    if (counters === undefined) {
      const clock = manualClock(now);
      counters = { clock, limiter: memoryLimiter(clock) };
      if (name !== undefined) this.#counters.set(name, counters);
    }
    if (now < counters.clock.now()) throw new InputError('/call/now', 'no earlier time than the line before', 'one');
    counters.clock.set(now);
    return counters.limiter;
  }
}
