import type { JsonObject } from '../../protocol/index.ts';
import type { Flag } from '../classify/flags.ts';

/** What a gateway does about an attack. */
export type AttackVerdict =
  /** The policy stops it: not one byte of it reaches the server. */
  | 'blocked'
  /** The policy stops some forms of it; others reach the server. */
  | 'limited'
  /** It gets by: it does not pass here, or cannot be told from honest work. */
  | 'not_blocked';

/** Where an attack is known under which number. */
export interface AttackTags {
  /** Techniques of SAFE-MCP, `T1001`. */
  readonly safeMcp?: readonly string[];
  /** OWASP MCP Top 10, `MCP03`. */
  readonly owaspMcp?: readonly string[];
  /** OWASP Top 10 for agentic applications, `ASI01`. */
  readonly owaspAsi?: readonly string[];
  readonly cwe?: readonly number[];
  readonly cve?: readonly string[];
}

/** A definition as the server of a replay lists it. */
export interface ReplayTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: JsonObject & { readonly type: 'object' };
}

/** One thing that is done in a replay. */
export type ReplayStep =
  /** A call through the gateway. */
  | { readonly kind: 'call'; readonly tool: string; readonly arguments: JsonObject }
  /** The same call many times; so many reach the server. */
  | {
      readonly kind: 'repeat';
      readonly tool: string;
      readonly arguments: JsonObject;
      readonly times: number;
      readonly admitted: number;
    }
  /** Bytes to the gateway that no client of good will sends. */
  | { readonly kind: 'raw'; readonly body: string }
  /** A call with headers of the caller's own choosing. */
  | {
      readonly kind: 'headers';
      readonly headers: Readonly<Record<string, string>>;
      readonly tool: string;
      readonly arguments: JsonObject;
    }
  /** A call with a token that no grant has. */
  | { readonly kind: 'token'; readonly token: string; readonly tool: string; readonly arguments: JsonObject }
  /** A POST to another path of the gateway. */
  | { readonly kind: 'path'; readonly path: string; readonly body: JsonObject }
  /** A tool that the agent is to see in the list, with its description. */
  | { readonly kind: 'listed'; readonly tool: string }
  /** Something that the server wants of the client, and would have to be told that it may. */
  | { readonly kind: 'capability'; readonly name: string }
  /** A call that goes to the server past the gateway. */
  | { readonly kind: 'direct'; readonly tool: string; readonly arguments: JsonObject };

/** How the verdict is shown, against the real gateway and a server that counts every byte. */
export interface Replay {
  readonly tools: readonly ReplayTool[];
  /** Honest twins of the attack: all reach the server. */
  readonly benign: readonly ReplayStep[];
  /** Forms of the attack that must not reach it. */
  readonly stopped: readonly ReplayStep[];
  /** Forms of the attack that do reach it: what a gateway does not do is shown as well. */
  readonly passes: readonly ReplayStep[];
}

/** A pattern of attack, or something that happened. */
export interface Attack {
  readonly slug: string;
  readonly kind: 'pattern' | 'incident';
  readonly title: string;
  /** When it happened, as exactly as it is known. */
  readonly date?: string;
  /** What it is, in a sentence or two. */
  readonly summary: string;
  /** How it works. */
  readonly how: string;
  readonly tags: AttackTags;
  /** Flags of tools that it needs in reach, each list one tool or several: without them it is none. */
  readonly needs: readonly Flag[];
  /** What may be seen of it in records and definitions. */
  readonly signals: readonly string[];
  /** The policy that is put up against it: of one server. */
  readonly policy: JsonObject;
  readonly verdict: AttackVerdict;
  /** Why the verdict is what it is, and what helps besides. */
  readonly because: string;
  /** Advisories and articles, by number or address. */
  readonly sources: readonly string[];
  /** What an incident is known from: an advisory, or what others wrote about it. */
  readonly known?: 'advisory' | 'report';
  readonly replay: Replay;
}
