import { insertValue, removeValue, setValue } from './edit.ts';
import { at, isList, isObject, type JsonObject, type JsonValue, type Path } from './json.ts';
import type { Posture } from './posture.ts';
import { plainValue, readTree } from './read-tree.ts';

/** The limit that a click on “Limit” begins with. */
function firstLimit(pattern: string): JsonObject {
  return { counter: `${pattern.replaceAll('*', 'all')}_rate`, window: 'minute', max: 10, scope: 'grant' };
}

/**
 * Makes an entry of `tools` say one of the builder's words.
 *
 * Rules that the word leaves room for stay byte-equal (a limit under “Ask”, conditions under “Custom”); “Allow” leaves
 * none, since what it promises is that nothing is checked.
 */
export function setPosture(text: string, pattern: string, posture: Posture): string {
  const entry: Path = ['tools', pattern];
  const shown = posture === 'hide' ? text : unhide(text, pattern);
  const rules = at(plainValue(readTree(shown)), entry);
  switch (posture) {
    case 'unset':
      return removeValue(shown, entry);
    case 'allow':
      return isObject(rules) && Object.keys(rules).length === 0 ? shown : setValue(shown, entry, {});
    case 'limit':
      if (!isObject(rules)) return setValue(shown, entry, { limits: [firstLimit(pattern)] });
      return limited(acting(shown, entry, rules, undefined), entry, pattern);
    case 'ask':
      return acting(shown, entry, rules, 'require_approval');
    case 'deny':
      return acting(shown, entry, rules, 'deny');
    case 'hide':
      return acting(shown, entry, rules, 'hide');
    case 'custom':
      return isObject(rules) ? shown : setValue(shown, entry, {});
  }
}

function acting(text: string, entry: Path, rules: JsonValue | undefined, action: string | undefined): string {
  if (!isObject(rules)) return setValue(text, entry, action === undefined ? {} : { action });
  const told = action === undefined || action === 'hide' ? removeValue(text, [...entry, 'reason']) : text;
  if (action === undefined) return removeValue(told, [...entry, 'action']);
  return setValue(told, [...entry, 'action'], action);
}

function limited(text: string, entry: Path, pattern: string): string {
  const rules = at(plainValue(readTree(text)), entry);
  const counts = isObject(rules) && ['limits', 'rate_limit', 'concurrency'].some((key) => Object.hasOwn(rules, key));
  return counts ? text : insertValue(text, [...entry, 'limits'], 0, firstLimit(pattern));
}

/** A tool that is to be seen again leaves the list of hidden ones; globs in it are for their author to change. */
function unhide(text: string, pattern: string): string {
  const hide = at(plainValue(readTree(text)), ['hide']);
  const index = isList(hide) ? hide.indexOf(pattern) : -1;
  if (index === -1) return text;
  return isList(hide) && hide.length === 1 ? removeValue(text, ['hide']) : removeValue(text, ['hide', index]);
}
