import { appendMembers, removeMembers } from './edit.ts';
import { at, isList, isObject, type JsonValue } from './json.ts';
import type { Posture } from './posture.ts';
import { type ObjectNode, plainValue, readTree } from './read-tree.ts';
import { setPosture } from './set-posture.ts';
import { styleOf } from './write-value.ts';

/**
 * Makes each of many entries of `tools` say one of the builder's words, as `setPosture` would one after the other: a server
 * may list thousands of tools, and reading the whole text again for each of them takes a minute.
 */
export function setPostures(text: string, names: readonly string[], posture: Posture): string {
  const asked = new Set(names);
  const hide = at(plainValue(readTree(text)), ['hide']);
  const hidden = isList(hide) ? [...asked].filter((name) => hide.includes(name)) : [];
  // What is on the list of hidden tools is rare, and named one by one.
  const shown = hidden.reduce((now, name) => setPosture(now, name, posture), text);
  for (const name of hidden) asked.delete(name);
  if (posture === 'unset') return removeMembers(shown, ['tools'], asked);
  const changed = changeEntries(shown, asked, posture);
  const tools = at(plainValue(readTree(changed)), ['tools']);
  const [first, ...others] = [...asked].filter((name) => !isObject(tools) || !Object.hasOwn(tools, name));
  if (first === undefined) return changed;
  const begun = setPosture(changed, first, posture);
  return appendMembers(
    begun,
    ['tools'],
    others.map((name) => [name, entryOf(name, posture)]),
  );
}

/** What an entry says that nobody has written anything into. */
function entryOf(name: string, posture: Posture): JsonValue {
  return at(plainValue(readTree(setPosture('{}', name, posture))), ['tools', name]) ?? {};
}

/** Entries that are there, each changed in a text of its own, which has the indentation of the whole around it. */
function changeEntries(text: string, names: ReadonlySet<string>, posture: Posture): string {
  const root = readTree(text);
  const tools = toolsOf(text);
  if (tools === undefined) return text;
  const { unit } = styleOf(text, root, tools);
  return tools.members.reduceRight((now, { key, keyStart, value: { start, end } }, index) => {
    if (!names.has(key) || tools.members.findLastIndex((member) => member.key === key) !== index) return now;
    const lines = text.slice(tools.start, keyStart).includes('\n');
    const { indent } = styleOf(text, root, tools).at(keyStart);
    const [open, close] = lines
      ? [`{\n${unit}"tools": {\n${indent}`, `\n${unit}}\n}`]
      : unit === ''
        ? ['{"tools":{', '}}']
        : ['{ "tools": { ', ' } }'];
    const alone = setPosture(`${open}${JSON.stringify(key)}: ${text.slice(start, end)}${close}`, key, posture);
    const entry = toolsOf(alone)?.members[0]?.value;
    return entry === undefined ? now : now.slice(0, start) + alone.slice(entry.start, entry.end) + now.slice(end);
  }, text);
}

function toolsOf(text: string): ObjectNode | undefined {
  const root = readTree(text);
  const found = root.kind === 'object' ? root.members.findLast(({ key }) => key === 'tools')?.value : undefined;
  return found?.kind === 'object' ? found : undefined;
}
