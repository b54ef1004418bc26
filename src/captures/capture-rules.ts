import type { CaptureLevel } from './captured-call.ts';

/** How much is captured of calls of a grant, to a server, of both, or of all, and for how long it is kept. */
export interface CaptureRule {
  /** Id or label. Absent: every grant. */
  readonly grant?: string | undefined;
  /** Slug. Absent: every server. */
  readonly server?: string | undefined;
  readonly level: CaptureLevel;
  readonly retentionMs: number;
}

/** For as long as a capture is kept where nobody says otherwise. */
export const defaultRetentionMs = 7 * 24 * 3_600_000;

/** Any number of rules as one answer: immutable, replaced as a whole. Without a rule nothing is captured. */
export class CaptureRules {
  static readonly none: CaptureRules = new CaptureRules([]);
  readonly #rules = new Map<string, CaptureRule>();

  /** @param rules of two with the same target the first holds */
  constructor(rules: Iterable<CaptureRule>) {
    for (const rule of rules) {
      const key = keyOf(rule.grant, rule.server);
      if (!this.#rules.has(key)) this.#rules.set(key, rule);
    }
  }

  /** Whether nothing is captured: nearly always, and then nothing else is asked. */
  get empty(): boolean {
    return this.#rules.size === 0;
  }

  /** @returns the nearest rule: of grant and server, of the grant, of the server, of all */
  ruleFor(grant: { readonly id: string; readonly label: string }, server: string): CaptureRule | undefined {
    const { id, label } = grant;
    const keys = [[id, server], [label, server], [id], [label], [undefined, server], []] as const;
    for (const [of, to] of keys) {
      const rule = this.#rules.get(keyOf(of, to));
      if (rule !== undefined) return rule;
    }
    return undefined;
  }
}

/** A slug has no line end in it, and no label either, so that no two targets share a key. */
function keyOf(grant: string | undefined, server: string | undefined): string {
  return `${grant ?? ''}\n${server ?? ''}`;
}
