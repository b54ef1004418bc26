import type { Policy, PolicyWarning } from '../../policy/index.ts';
import { conditionsOf } from './conditions-of.ts';

type Document = Policy['document'];
type Rules = NonNullable<Document['allTools']>;
type Place = Rules['place'];
type Limits = Rules['limits'];
type Say = (place: Place, message: string) => void;

/**
 * Looks for what is valid and yet probably not meant (policy language, section 6).
 *
 * @returns warnings in document order
 */
export function lint(policy: Policy): PolicyWarning[] {
  const { document } = policy;
  const found: { readonly place: Place; readonly message: string }[] = [];
  const say: Say = (place, message) => found.push({ place, message });
  allowsNothing(document, say);
  unreachable(document, say);
  const rules: Rules[] = document.tools.map(([, entry]) => entry);
  for (const entry of document.allTools === undefined ? rules : [...rules, document.allTools]) {
    limits(entry.limits, say);
    conditions(entry, say);
  }
  for (const [, item] of [...document.resources, ...document.prompts]) limits(item.limits, say);
  return found
    .toSorted((a, b) => a.place.start - b.place.start)
    .map(({ place, message }) => ({ pointer: place.pointer, ...policy.positionAt(place.start), message }));
}

function allowsNothing(document: Document, say: Say): void {
  if (document.default !== 'deny') return;
  const hidesAll = document.hide.some(({ pattern }) => /^\*+$/.test(pattern));
  const tools = hidesAll ? [] : document.tools;
  const allowed = [...tools, ...document.resources, ...document.prompts].some(
    ([, { action }]) => action === 'allow' || action === 'require_approval',
  );
  if (!allowed) say(document.defaultPlace, 'this policy allows nothing: default is deny and no entry allows');
}

/** Rules that no call can reach, since what hides or denies comes first. */
function unreachable(document: Document, say: Say): void {
  for (const [pattern, entry] of document.tools) {
    const has =
      entry.require.length + entry.denyIf.length + entry.approveIf.length > 0 || entry.arguments !== undefined;
    if (has && (entry.action === 'deny' || entry.action === 'hide')) {
      say(entry.place, `these rules are never reached beside action "${entry.action}"`);
    }
    const hiding = document.hide.find((hidden) => covers(hidden.pattern, pattern));
    if (hiding !== undefined)
      say(entry.place, `this entry is never reached: ${hiding.place.pointer} hides what it names`);
    const refusing = document.tools.find(
      ([other, { action }]) => other !== pattern && (action === 'deny' || action === 'hide') && covers(other, pattern),
    );
    if (refusing !== undefined && entry.action !== 'hide' && entry.action !== 'deny') {
      say(
        entry.place,
        `this entry never allows: ${refusing[1].place.pointer} refuses what it names, and every entry applies`,
      );
    }
  }
}

/** Whether a glob stands for everything that another one does: its own star takes the other's. */
function covers(outer: string, inner: string): boolean {
  const source = outer.replace(/[.]/g, '\\.').replace(/\*+/g, '.*');
  return new RegExp(`^${source}$`).test(inner);
}

function limits(list: Limits, say: Say): void {
  for (const limit of list) {
    if (limit.scope === 'session') say(limit.place, 'a session budget starts anew when an agent reconnects');
    if (limit.scope === 'user') say(limit.place, 'without a signed-in user, scope "user" means the grant');
    if (limit.cost.kind === 'argument' && !limit.costHasMin) {
      say(limit.place, 'without cost.min a call may say that it costs nothing');
    }
    const free = limit.per.length > 0;
    if (free && !list.some((other) => other.per.length === 0)) {
      say(
        limit.place,
        'an agent that varies the "per" value gets a budget for each; set a limit without "per" beside it',
      );
    }
  }
}

function conditions(entry: Rules, say: Say): void {
  for (const rule of [...entry.require, ...entry.denyIf, ...entry.approveIf]) {
    for (const leaf of rule.conditions.flatMap(conditionsOf)) {
      if (leaf.path.root.startsWith('user.')) say(rule.place, `${leaf.path.root} is missing until a call has a user`);
    }
  }
  for (const rule of entry.require) {
    for (const leaf of rule.conditions.flatMap(conditionsOf)) {
      if (leaf.operator !== 'regex' || leaf.negated) continue;
      if (typeof leaf.operand === 'string' && !/^(?:\^|\\A).*(?:\$|\\z)$/s.test(leaf.operand)) {
        say(rule.place, 'this regex is not anchored: it permits every value that only contains a match; use fullmatch');
      }
    }
  }
}
