import { isList, isObject, type JsonObject, type JsonValue, member, textOf } from './json.ts';
import { matches } from './matches.ts';

/**
 * What one entry of `tools` does, in the seven words of the builder. `unset`: no entry names the tool, so `default`
 * decides; `custom`: more than one word says.
 */
export const postures = ['unset', 'allow', 'limit', 'ask', 'deny', 'hide', 'custom'] as const;
export type Posture = (typeof postures)[number];

const counting = new Set(['limits', 'rate_limit', 'concurrency']);
const asking = new Set(['action', 'reason', 'approval']);

/** @param rules what stands under the entry's name; `undefined` where there is none */
export function postureOf(rules: JsonValue | undefined): Posture {
  if (rules === undefined) return 'unset';
  if (!isObject(rules)) return 'custom';
  const keys = Object.keys(rules);
  const action = member(rules, 'action') ?? 'allow';
  const rest = keys.filter((key) => key !== 'action');
  if (action === 'deny') return rest.every((key) => key === 'reason') ? 'deny' : 'custom';
  if (action === 'hide') return rest.length === 0 ? 'hide' : 'custom';
  if (action === 'require_approval') return keys.every((key) => asking.has(key)) ? 'ask' : 'custom';
  if (action !== 'allow') return 'custom';
  if (rest.length === 0) return 'allow';
  return rest.every((key) => counting.has(key)) ? 'limit' : 'custom';
}

/** What the whole document says of one tool, before anything is asked of a call's arguments. */
export interface Reach {
  /** The entry that bears the tool's own name. */
  readonly own: Posture;
  /** What comes of it together with `hide`, globs and `default`. */
  readonly effective: Exclude<Posture, 'unset'>;
  /** Pointers of what else than its own entry has a say: globs, `hide`, `default`, `all_tools`. */
  readonly through: readonly string[];
}

/** The strictest word of all that apply: for display; the engine judges. */
const strictness: readonly Posture[] = ['hide', 'deny', 'custom', 'ask', 'limit', 'allow'];

export function reachOf(document: JsonObject, tool: string): Reach {
  const tools = member(document, 'tools');
  const entries = isObject(tools) ? Object.entries(tools) : [];
  const hide = member(document, 'hide');
  const hidden = isList(hide) ? hide.filter((pattern) => typeof pattern === 'string' && matches(pattern, tool)) : [];
  const globs = entries.filter(([pattern]) => pattern !== tool && matches(pattern, tool));
  const own = postureOf(member(tools, tool));
  const said: Posture[] = [
    ...(hidden.length > 0 ? (['hide'] as const) : []),
    ...(own === 'unset' ? [] : [own]),
    ...globs.map(([, rules]) => postureOf(rules)),
  ];
  const byDefault = member(document, 'default') === 'allow' ? 'allow' : 'deny';
  const effective = strictness.find((posture) => said.includes(posture)) ?? byDefault;
  return {
    own,
    effective: effective === 'unset' ? byDefault : effective,
    through: [
      ...hidden.map((pattern) => `hide: ${textOf(pattern)}`),
      ...globs.map(([pattern]) => pattern),
      ...(said.length === 0 ? ['default'] : []),
      ...(isObject(member(document, 'all_tools')) ? ['all_tools'] : []),
    ],
  };
}
