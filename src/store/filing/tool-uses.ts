import type { Outcome } from '../../kernel/index.ts';
import type { Heading } from '../journal/filed-under.ts';

/** That a grant called a tool of a server, and when it last did, ms since the epoch. */
export interface ToolUse {
  readonly grantId: string;
  readonly server: string;
  readonly tool: string;
  at: number;
}

/** So long a use is remembered: what nobody used for longer counts as unused. */
export const usesKeptMs = 30 * 86_400_000;

/** How calls end that went out. */
const went: ReadonlySet<string> = new Set<Outcome>(['allow', 'would_deny', 'would_hold', 'error']);

/**
 * Collects which tools the calls of one drained stretch used, so that a busy tool costs one statement a stretch and not
 * one a call, and whoever asks what nobody used need not read every record there is.
 */
export class ToolUses {
  /** Calls that are alike share a heading, so that nothing must be put together to find it. */
  readonly #last = new Map<Heading, number>();

  add(heading: Heading, time: number, outcome: string): void {
    if (heading.method !== 'tools/call' || heading.subject === null || !went.has(outcome)) return;
    const last = this.#last.get(heading);
    if (last === undefined || last < time) this.#last.set(heading, time);
  }

  /** In an order that is the same for everybody: who changes several rows meets others who do in one place. */
  inOrder(): readonly ToolUse[] {
    const uses = new Map<string, ToolUse>();
    for (const [{ grantId, server, subject: tool }, at] of this.#last) {
      if (tool === null) continue;
      const name = JSON.stringify([grantId, server, tool]);
      const use = uses.get(name);
      if (use === undefined) uses.set(name, { grantId, server, tool, at });
      else use.at = Math.max(use.at, at);
    }
    return [...uses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
  }
}
