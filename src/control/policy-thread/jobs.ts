import type { KnownTool, PolicyDiff } from '../../lab/index.ts';
import type { PolicyError, PolicyWarning } from '../../policy/index.ts';

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

/** What the thread is asked. */
export interface PolicyJobs {
  /** Reads each of them. */
  read(policies: readonly PolicyText[]): readonly PolicyReading[];
  /** Reads one as JSON, and looks for what is probably not meant. */
  check(text: string): PolicyCheck;
  /** Compares two that read; `undefined` where one does not. */
  diff(ask: {
    readonly old: PolicyText;
    readonly now: PolicyText;
    readonly tools?: readonly KnownTool[] | undefined;
  }): PolicyDiff | undefined;
}

export type PolicyJob = keyof PolicyJobs;

/** One job for the thread. */
export interface PolicyAsk {
  readonly name: PolicyJob;
  readonly argument: unknown;
}
