import type { Code, Outcome } from '../kernel/index.ts';

/** An amount taken, as it stands in the record and as counters are rebuilt from it. Costs in millionths. */
export interface TakenAmount {
  readonly key: string;
  /** Absent where it equals `key`: the budget has no `per` values. Their number is capped, also after a restart. */
  readonly family?: string;
  readonly windowMs: number;
  readonly align: 'sliding' | 'calendar';
  readonly cost: number;
}

/** What is known of a call before it is forwarded. docs/audit.md has the members. */
export interface CallFactsRecord {
  readonly requestId: string;
  /** The authority's time of arrival, ms since the epoch. */
  readonly time: number;
  readonly organization: string;
  readonly grant: { readonly id: string; readonly label: string };
  readonly user?: string | undefined;
  /** A digest of the session id, never the id itself: the id opens the session. */
  readonly session?: string | undefined;
  /** As the client says of itself; never trusted. */
  readonly client?: { readonly name: string; readonly version: string } | undefined;
  readonly server: string;
  readonly method: string;
  /** Tool name, prompt name or resource URI. */
  readonly subject?: string | undefined;
  /** Sorted names of the top-level arguments; values only where the policy's `audit` says so. */
  readonly argumentKeys?: readonly string[] | undefined;
  readonly argumentValues?: Readonly<Record<string, unknown>> | undefined;
  readonly definitionHash?: string | undefined;
  readonly policy?: string | undefined;
  readonly policyVersion?: number | undefined;
  /** The W3C `traceparent` that the client sent with it: to which span of whose trace it belongs, as the client says. */
  readonly trace?: string | undefined;
  /** The request that asked for the input which this one brings: what both of them took stands in its record. */
  readonly continues?: string | undefined;
}

/** Written before a call is forwarded: survives the death of the process, and power loss where the class demands it. */
export interface Intent extends CallFactsRecord {
  readonly kind: 'intent';
  /** When the limits were taken, by the authority. */
  readonly takenAt: number;
  readonly taken: readonly TakenAmount[];
}

interface Outcomes {
  readonly outcome: Outcome;
  readonly code?: Code | undefined;
  readonly rule?: string | undefined;
  /** The request that people decided, and who they were: those who agreed, or the one who did not. */
  readonly approval?: string | undefined;
  readonly decidedBy?: readonly string[] | undefined;
  /** Set when the amounts of the intent were given back: not one byte went out. */
  readonly givenBack?: true | undefined;
  /**
   * The gateway died after it had written the intent and before it could say how the call ended: whether the upstream
   * did what it was asked is not known. Such a record has outcome `error`, no code, and its amounts stay taken.
   */
  readonly interrupted?: true | undefined;
  readonly upstream?: { readonly status: string; readonly ms: number } | undefined;
  /** From arrival to the end of the answer. */
  readonly ms: number;
  readonly bytes?: { readonly in: number; readonly out: number } | undefined;
}

/** How a call ended that was forwarded: its facts and what it took stand in its intent. */
export interface CallEnding extends Outcomes {
  readonly kind: 'ending';
  readonly requestId: string;
}

/** A call, whole. One for every judged call, forwarded or not, and for refusals after authentication. */
export interface CallRecord extends CallFactsRecord, Outcomes {
  readonly kind: 'call';
  readonly taken?: readonly TakenAmount[];
  /** How many identical refusals within the same second this record stands for; absent means 1. */
  readonly count?: number;
}

/** Something that happened to the gateway itself: start, stop, reload, interrupted calls found at start. */
export interface EventRecord {
  readonly kind: 'event';
  readonly time: number;
  readonly event: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
