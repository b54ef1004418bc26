import type { JsonObject, JsonValue } from '../protocol/index.ts';

/** What a tool can do at worst, from the mildest to the gravest: the order in which several are settled. */
export const categories = ['read', 'write', 'communicate', 'access', 'execute', 'destructive', 'financial'] as const;
export type Category = (typeof categories)[number];

/** How bad a wrong call can be; it follows what can be put back. */
export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/**
 * MCP's four annotation hints, as the server's author wrote them: they may refuse, never permit. Any JSON may stand
 * there: a hint of another type than a boolean is unjudgeable and not absent, so that it helps no call.
 */
export interface Annotations {
  readonly readOnlyHint?: JsonValue;
  readonly destructiveHint?: JsonValue;
  readonly idempotentHint?: JsonValue;
  readonly openWorldHint?: JsonValue;
}

/** What is on record of a tool. Unclassified counts as write/high. */
export interface ToolFacts {
  readonly category: Category;
  readonly severity: Severity;
  readonly annotations: Annotations;
}

export const unclassified: ToolFacts = Object.freeze({ category: 'write', severity: 'high', annotations: {} });

/** Who and where, as far as conditions and budgets may look. */
export interface CallContext {
  readonly grant: { readonly id: string; readonly label: string; readonly tags: ReadonlyMap<string, string> };
  readonly user?: { readonly id: string; readonly email?: string; readonly groups: readonly string[] } | undefined;
  /** The client's MCP session; absent where the revision has none. */
  readonly session?: string | undefined;
  readonly server: string;
  readonly organization: string;
  /** The authority's time in ms since the epoch. */
  readonly now: number;
}

export interface ToolCall {
  readonly kind: 'tool';
  readonly name: string;
  readonly arguments: JsonObject;
  readonly facts: ToolFacts;
}

/** A read, a subscription or a completion on a resource is judged as that resource; likewise for prompts. */
export interface ResourceCall {
  readonly kind: 'resource';
  readonly uri: string;
}

export interface PromptCall {
  readonly kind: 'prompt';
  readonly name: string;
}

export type Call = ToolCall | ResourceCall | PromptCall;
