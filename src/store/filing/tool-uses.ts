import type { Outcome } from '../../kernel/index.ts';
import type { Filed } from '../journal/filed-under.ts';

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
  readonly #uses = new Map<string, ToolUse>();

  add({ grantId, server, method, subject, time }: Filed, outcome: string): void {
    if (method !== 'tools/call' || subject === null || !went.has(outcome)) return;
    const name = JSON.stringify([grantId, server, subject]);
    const use = this.#uses.get(name);
    if (use === undefined) this.#uses.set(name, { grantId, server, tool: subject, at: time });
    else use.at = Math.max(use.at, time);
  }

  /** In an order that is the same for everybody: who changes several rows meets others who do in one place. */
  inOrder(): readonly ToolUse[] {
    return [...this.#uses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
  }
}
