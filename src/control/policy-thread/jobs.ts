import type { RecommendedPlan, Strength } from '../../catalog/index.ts';
import type { ComparedTool, Decision, Effect, PolicyDiff, RecordedEnd, ReplayReport } from '../../lab/index.ts';
import type {
  Annotations,
  AsJson,
  Category,
  PolicyError,
  PolicyWarning,
  Severity,
  TraceLine,
} from '../../policy/index.ts';

/** A policy's text. */
export interface PolicyText {
  readonly name: string;
  readonly text: string;
  readonly format: 'json' | 'yaml';
}

/** What a text came to. */
export type PolicyReading =
  | { readonly ok: true; readonly mode: 'enforce' | 'observe'; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly errors: readonly PolicyError[] };

/** What is wrong in a text, and what is valid but probably not meant. */
export interface PolicyCheck {
  readonly valid: boolean;
  readonly errors: readonly PolicyError[];
  readonly warnings: readonly PolicyWarning[];
}

/** A call on record, and what the capture holds of it: JSON texts, both. */
export interface KeptCall {
  readonly record: string;
  readonly captured?: string | undefined;
}

/** A call that would end otherwise, or of which nobody can say how. */
export interface ReplayedCall {
  readonly requestId: string;
  readonly time: number;
  readonly grant: string;
  readonly server: string;
  readonly subject: string;
  readonly was: RecordedEnd;
  /** `null`: it cannot be decided. */
  readonly now: RecordedEnd | null;
  readonly effect: Effect | null;
  /** What is wanting for a decision. */
  readonly needs: string | null;
}

export interface ReplayAnswer {
  readonly report: ReplayReport;
  /** The newest first. */
  readonly calls: readonly ReplayedCall[];
}

export interface SuggestAnswer {
  readonly document: string;
  readonly calls: number;
  readonly leftOut: number;
  readonly wider: readonly string[];
}

/** A call that might be made, and by which policy it is to be judged. */
export interface ExplainAsk {
  readonly document: string;
  readonly server: string;
  readonly subject: 'tool' | 'resource' | 'prompt';
  /** Of the tool or prompt; the URI of a resource. */
  readonly name: string;
  /** Raw JSON. */
  readonly arguments: string;
  /** Its label. */
  readonly grant: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly user?: string | undefined;
  readonly groups: readonly string[];
  readonly category: Category;
  readonly severity: Severity;
  readonly annotations: { readonly [Hint in keyof Annotations]?: boolean | undefined };
  /** Ms since the epoch. */
  readonly at: number;
}

export interface ExplainAnswer {
  readonly decision: Decision;
  readonly trace: readonly TraceLine[];
}

/** A policy that is recommended for tools. */
export interface Recommended {
  readonly strength: Strength;
  readonly title: string;
  readonly sentence: string;
  readonly document: string;
  readonly plans: readonly Pick<RecommendedPlan, 'tool' | 'effect' | 'perMinute'>[];
}

/** What the thread is asked. */
export interface PolicyJobs {
  /** Reads each of them. */
  read(policies: readonly PolicyText[]): readonly PolicyReading[];
  /** Reads one as JSON, and looks for what is probably not meant. */
  check(text: string): PolicyCheck;
  /** Judges one call, and says what was looked at; or what is the first thing wrong with the document. */
  explain(ask: ExplainAsk): ExplainAnswer | { readonly wrong: string };
  /** Writes a YAML text as JSON; `undefined` where it does not read. */
  asJson(text: string): AsJson | undefined;
  /** Compares two that read; `undefined` where one does not. */
  diff(ask: {
    readonly old: PolicyText;
    readonly now: PolicyText;
    readonly tools?: readonly ComparedTool[] | undefined;
  }): PolicyDiff | undefined;
  /** The longest window of one that reads, in ms. */
  window(policy: PolicyText): number;
  /** Judges calls again under one that reads. `list`: so many calls are told one by one at most. */
  replay(ask: {
    readonly policy: PolicyText;
    readonly calls: readonly KeptCall[];
    readonly since: number;
    readonly list: number;
  }): ReplayAnswer;
  /** Recommends policies for a server's tools, from the least strict to the strictest. */
  recommend(ask: {
    readonly server: string;
    readonly definitions: readonly { readonly name: string; readonly [member: string]: unknown }[];
  }): readonly Recommended[];
  /** The smallest policy that covers calls; `undefined` where none went through. */
  suggest(ask: {
    readonly calls: readonly KeptCall[];
    readonly strictness: 'strict' | 'normal' | 'loose';
  }): SuggestAnswer | undefined;
}

export type PolicyJob = keyof PolicyJobs;

/** One job for the thread. */
export interface PolicyAsk {
  readonly name: PolicyJob;
  readonly argument: unknown;
}
