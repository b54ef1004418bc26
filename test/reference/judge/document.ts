import type { JsonObject, JsonValue } from '../../../src/protocol/index.ts';

/** Section 2, the table of operators. */
export const operators = [
  'eq',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'not_in',
  'exists',
  'regex',
  'fullmatch',
  'contains',
  'starts_with',
  'ends_with',
  'glob',
  'length_lte',
  'length_gte',
  'type',
  'path_within',
  'host_in',
  'public_host',
  'in_cidr',
] as const;
export type Operator = (typeof operators)[number];

/** Section 2: `{ "path": …, "op": …, "value": … }`. */
export interface Leaf {
  readonly path: string;
  readonly op: Operator;
  readonly value?: JsonValue;
}

export type Condition =
  | Leaf
  | { readonly not: Condition }
  | { readonly any: readonly Condition[] }
  | { readonly each: string; readonly all: readonly Condition[] }
  | { readonly all: readonly Condition[] };

export interface Refusing {
  readonly conditions: readonly Condition[];
  readonly on_deny?: string;
}

export interface Approvers {
  readonly groups?: readonly string[];
  readonly count?: number;
}

export interface Approving {
  readonly conditions: readonly Condition[];
  readonly reason?: string;
  readonly timeout?: string | number;
  readonly approvers?: Approvers;
}

export interface Approval {
  readonly timeout?: string | number;
  readonly hold?: string | number;
  readonly approvers?: Approvers;
}

export type Scope = 'grant' | 'session' | 'user' | 'server' | 'organization';
export type Per = string | { readonly path: string; readonly as?: 'host' | 'path' | 'lower' };

/** Section 4. */
export interface Limit {
  readonly counter: string;
  readonly window: string | number;
  readonly max: number;
  readonly scope: Scope;
  readonly per?: readonly Per[];
  readonly cost?: number | { readonly path: string; readonly min?: number };
  readonly align?: 'calendar';
  readonly durable?: boolean;
  readonly on_deny?: string;
}

/** What applies to every tool call (`all_tools`), and the part of a tool's rules that is the same. */
export interface AllTools {
  readonly require?: readonly (Condition | Refusing)[];
  readonly deny_if?: readonly Refusing[];
  readonly approve_if?: readonly Approving[];
  readonly limits?: readonly Limit[];
  readonly concurrency?: number;
}

export interface ToolRules extends AllTools {
  readonly action?: 'allow' | 'deny' | 'hide' | 'require_approval';
  readonly reason?: string;
  readonly arguments?: JsonObject;
  readonly rate_limit?: { readonly max: number; readonly window: string | number; readonly scope?: Scope };
  readonly approval?: Approval;
}

export interface ItemRules {
  readonly action?: 'allow' | 'deny' | 'hide';
  readonly reason?: string;
  readonly limits?: readonly Limit[];
}

type Entries<Rules> = { readonly [pattern: string]: Rules };

/** Section 1: a document that has been read and found valid. */
export interface PolicyDocument {
  readonly version: '1';
  readonly mode?: 'enforce' | 'observe';
  readonly default: 'allow' | 'deny';
  readonly hide?: readonly string[];
  readonly all_tools?: AllTools;
  readonly tools?: Entries<ToolRules>;
  readonly resources?: Entries<ItemRules>;
  readonly prompts?: Entries<ItemRules>;
  readonly approval?: Approval;
  readonly timezone?: string;
}
