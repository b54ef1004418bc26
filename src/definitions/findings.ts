import type { JsonValue } from '../protocol/index.ts';
import type { Finding } from './finding.ts';
import { hiddenText } from './hidden-text.ts';
import { modelInstructions } from './model-instructions.ts';
import type { Neighbours } from './neighbours.ts';

/** Strings looked at in one definition, and characters of one string: a definition may be a megabyte. */
const mostStrings = 5_000;
const longestString = 65_536;

/**
 * What may be wrong with a definition, in every string of it: names of parameters, defaults and enums are read by
 * models as well (threat T1501).
 *
 * @param server whose tool it is
 * @param definition the definition as the server sent it
 * @param neighbours the tools in reach of the same client, this one among them or not
 */
export function findingsIn(server: string, definition: JsonValue, neighbours: Neighbours): Finding[] {
  const findings: Finding[] = [];
  const name = nameOf(definition);
  if (name !== undefined) {
    for (const other of neighbours.lookAlikes({ server, name }))
      findings.push({ kind: 'look_alike', at: '/name', other });
    for (const other of neighbours.namesakes({ server, name }))
      findings.push({ kind: 'shadowing', at: '/name', other });
  }
  for (const [at, whole] of stringsIn(definition)) {
    const text = whole.slice(0, longestString);
    for (const { what, count } of hiddenText(text)) findings.push({ kind: 'hidden_text', at, what, count });
    for (const { what, quote } of modelInstructions(text)) findings.push({ kind: 'instruction', at, what, quote });
    if (at === '/name') continue;
    for (const other of neighbours.mentionedIn(text, server)) findings.push({ kind: 'shadowing', at, other });
  }
  return findings;
}

function nameOf(definition: JsonValue): string | undefined {
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) return undefined;
  const name = new Map(Object.entries(definition)).get('name');
  return typeof name === 'string' ? name : undefined;
}

/** Every string with its JSON Pointer, names of members included, without recursion. */
function* stringsIn(definition: JsonValue): Generator<readonly [string, string]> {
  const waiting: (readonly [string, JsonValue])[] = [['', definition]];
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined && seen < mostStrings; next = waiting.pop()) {
    const [at, value] = next;
    if (typeof value === 'string') {
      seen += 1;
      yield [at, value];
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value).toReversed()) {
        const pointer = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        if (!Array.isArray(value) && /[^\x20-\x7e]|\s\S+\s/u.test(key)) {
          seen += 1;
          yield [pointer, key];
        }
        waiting.push([pointer, member]);
      }
    }
  }
}
