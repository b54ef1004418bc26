import { matcherOf, type Policy, type PolicyWarning } from '../../policy/index.ts';
import { type Document, isFinal, type Limit, type Place, type SharedRules } from '../document.ts';
import { conditionsOf } from './conditions-of.ts';
import { noSuchTime } from './no-such-time.ts';

/** What the linter looks for. The reader's own warnings have codes of their own. */
type LintCode =
  | 'allows_nothing'
  | 'unreachable'
  | 'unanchored_regex'
  | 'session_budget'
  | 'user_budget'
  | 'user_missing'
  | 'no_such_time'
  | 'window_in_milliseconds'
  | 'per_without_total'
  | 'cost_without_min';

type Say = (code: LintCode, place: Place, message: string) => void;

/**
 * Looks for what is valid and yet probably not meant (policy language, section 6). `counterExample` has a call for each
 * finding that shows it.
 *
 * @returns warnings in document order
 */
export function lint(policy: Policy): PolicyWarning[] {
  const { document } = policy;
  const found: { readonly code: LintCode; readonly place: Place; readonly message: string }[] = [];
  const say: Say = (code, place, message) => found.push({ code, place, message });
  allowsNothing(document, say);
  unreachable(document, say);
  const rules: SharedRules[] = document.tools.map(([, entry]) => entry);
  for (const entry of document.allTools === undefined ? rules : [...rules, document.allTools]) {
    limits(entry.limits, say);
    conditions(entry, say);
  }
  for (const [, item] of [...document.resources, ...document.prompts]) limits(item.limits, say);
  return found
    .toSorted((a, b) => a.place.start - b.place.start)
    .map(({ code, place, message }) => ({
      code,
      pointer: place.pointer,
      ...policy.positionAt(place.start),
      message,
    }));
}

function allowsNothing(document: Document, say: Say): void {
  if (document.default !== 'deny') return;
  const hidesAll = document.hide.some(({ pattern }) => /^\*+$/.test(pattern));
  const tools = hidesAll ? [] : document.tools;
  const allowed = [...tools, ...document.resources, ...document.prompts].some(
    ([, { action }]) => action === 'allow' || action === 'require_approval',
  );
  if (allowed) return;
  say('allows_nothing', document.defaultPlace, 'this policy allows nothing: default is deny and no entry allows');
}

/** Rules that no call can reach, since what hides or denies comes first. */
function unreachable(document: Document, say: Say): void {
  // A pattern that stands for another one as it is written stands for all that it does: its own star takes the other's.
  const hiding = matcherOf(document.hide.map(({ pattern, place }) => [pattern, place.pointer]));
  const refusing = matcherOf(document.tools.filter(([, { action }]) => isFinal(action)));
  for (const [pattern, entry] of document.tools) {
    const has =
      entry.require.length + entry.denyIf.length + entry.approveIf.length > 0 || entry.arguments !== undefined;
    if (has && isFinal(entry.action)) {
      say('unreachable', entry.place, `these rules are never reached beside action "${entry.action}"`);
    }
    const [hidden] = hiding(pattern);
    if (hidden !== undefined)
      say('unreachable', entry.place, `this entry is never reached: ${hidden[1]} hides what it names`);
    const [refused] = isFinal(entry.action) ? [] : refusing(pattern);
    if (refused !== undefined) {
      say(
        'unreachable',
        entry.place,
        `this entry never allows: ${refused[1].place.pointer} refuses what it names, and every entry applies`,
      );
    }
  }
}

function limits(list: readonly Limit[], say: Say): void {
  for (const limit of list) {
    if (limit.scope === 'session')
      say('session_budget', limit.place, 'a session budget starts anew when an agent reconnects');
    if (limit.scope === 'user')
      say('user_budget', limit.place, 'without a signed-in user, scope "user" means the grant');
    if (/^(?:30|60|300|600|900|1800|3600)000$/.test(limit.window.text)) {
      const { ms, text } = limit.window;
      const hours = (ms / 3_600_000).toFixed(1);
      say(
        'window_in_milliseconds',
        limit.place,
        `a window is in seconds, and ${text} of them are ${hours} hours; if ${text} ms were meant, write ${ms / 1_000_000}`,
      );
    }
    if (limit.cost.kind === 'argument' && !limit.costHasMin) {
      say('cost_without_min', limit.place, 'without cost.min a call may say that it costs nothing');
    }
    if (limit.per.length > 0 && !list.some((other) => other.per.length === 0)) {
      say(
        'per_without_total',
        limit.place,
        'an agent that varies the "per" value gets a budget for each; set a limit without "per" beside it',
      );
    }
  }
}

function conditions(entry: SharedRules, say: Say): void {
  for (const rule of [...entry.require, ...entry.denyIf, ...entry.approveIf]) {
    for (const leaf of rule.conditions.flatMap(conditionsOf)) {
      if (leaf.path.root.startsWith('user.'))
        say('user_missing', rule.place, `${leaf.path.root} is missing until a call has a user`);
      const never = noSuchTime(leaf);
      if (never !== undefined) say('no_such_time', rule.place, never);
    }
  }
  for (const rule of entry.require) {
    if (rule.conditions.flatMap(conditionsOf).some(isUnanchored)) {
      say(
        'unanchored_regex',
        rule.place,
        'this regex is not anchored: it permits every value that only contains a match; use fullmatch',
      );
    }
  }
}

/** A regex that permits what only contains a match: `^` and `$` hold the whole of it where no alternative escapes them. */
export function isUnanchored({ operator, operand, negated }: ReturnType<typeof conditionsOf>[number]): boolean {
  if (operator !== 'regex' || negated || typeof operand !== 'string') return false;
  if (!/^(?:\^|\\A).*(?:\$|\\z)$/s.test(operand) || operand.endsWith('\\$')) return true;
  return hasOuterAlternative(operand);
}

/** Whether a `|` stands outside every group and class: each side of it would need anchors of its own. */
function hasOuterAlternative(pattern: string): boolean {
  const bare = pattern.replace(/\\./gs, '').replace(/\[\^?\]?[^\]]*\]/g, '');
  let depth = 0;
  for (const letter of bare.split('')) {
    if (letter === '(') depth++;
    else if (letter === ')') depth--;
    else if (letter === '|' && depth === 0) return true;
  }
  return false;
}
