import type { JsonObject } from '../../../protocol/index.ts';
import { isCallableName } from '../../../protocol/index.ts';
import { compact, ImportError, type Imported, member, members, Notes, plainText } from '../imported.ts';
import { carryRule } from './rule.ts';

const known = ['version', 'description', 'default', 'hide', 'tools'];

/**
 * A policy of PolicyLayer's Intercept (YAML, `version: "1"`: `tools` → `rules` with conditions, counters and
 * `rate_limit`) as a policy of Toolgate.
 *
 * @throws ImportError where the text is no such document
 */
export async function importIntercept(text: string): Promise<Imported> {
  const source = await parse(text);
  const entries = members(source);
  if (entries === undefined) throw new ImportError('expected a YAML document with version, default and tools');
  if (String(member(source, 'version')) !== '1') throw new ImportError('expected version "1" of Intercept’s policies');
  const fallback = member(source, 'default') || 'allow';
  if (fallback !== 'allow' && fallback !== 'deny') throw new ImportError('expected allow or deny as default');
  const notes = new Notes();
  for (const [key] of entries)
    if (!known.includes(key)) notes.leftOut(key, 'a key that Intercept does not know, either');
  const tools = members(member(source, 'tools') ?? {});
  if (tools === undefined) throw new ImportError('expected an object of tools');
  const document = compact({
    description: plainText(member(source, 'description'), 2_000),
    hide: hidden(member(source, 'hide'), notes),
    all_tools: general(tools.find(([name]) => name === '*')?.[1], notes),
    tools: Object.fromEntries(tools.flatMap(([name, tool]) => named(name, tool, notes))),
  });
  notes.besides(fallback);
  return { document: { version: '1', default: fallback, ...document }, notes: notes.all };
}

async function parse(text: string): Promise<unknown> {
  const { parse: parseYaml } = await import('yaml');
  try {
    return parseYaml(text, { maxAliasCount: 100, logLevel: 'error' });
  } catch (error) {
    throw new ImportError(`no YAML: ${error instanceof Error ? error.message.split('\n')[0] : 'unreadable'}`);
  }
}

function hidden(hide: unknown, notes: Notes): string[] {
  if (hide === undefined || hide === null) return [];
  if (!Array.isArray(hide)) throw new ImportError('expected a list of names as hide');
  return hide.map(String).filter((name, index) => {
    if (name === '*' || isCallableName(name)) return true;
    notes.leftOut(`hide[${index}]`, `${JSON.stringify(name)} is no name that a tool can be called by`);
    return false;
  });
}

/** Rules of one tool. An entry stands for one name, whatever is in it. */
function named(name: string, tool: unknown, notes: Notes): (readonly [string, JsonObject])[] {
  if (name === '*') return [];
  if (!isCallableName(name)) {
    notes.leftOut(`tools.${name}`, 'no tool can be called by this name: an entry of Intercept is no pattern');
    return [];
  }
  const { require, limits, refusal } = rulesOf(tool, name, `tools.${name}`, notes);
  if (refusal !== undefined) return [[name, compact({ action: 'deny', reason: refusal.onDeny })]];
  return [[name, compact({ require, limits })]];
}

/** Rules of every tool. They do not allow what no entry names, and neither do those of a policy. */
function general(tool: unknown, notes: Notes): JsonObject {
  if (tool === undefined) return {};
  const { require, limits, refusal } = rulesOf(tool, '_global', 'tools.*', notes);
  if (refusal !== undefined) return { deny_if: [{ conditions: [], ...compact({ on_deny: refusal.onDeny }) }] };
  return compact({ require, limits });
}

interface Rules {
  readonly require: readonly JsonObject[];
  readonly limits: readonly JsonObject[];
  readonly refusal: { readonly onDeny: string | undefined } | undefined;
}

function rulesOf(tool: unknown, scope: string, place: string, notes: Notes): Rules {
  const rules = member(tool, 'rules') ?? [];
  const require: JsonObject[] = [];
  const limits: JsonObject[] = [];
  let refusal: Rules['refusal'];
  if (!Array.isArray(rules)) throw new ImportError(`expected a list of rules at ${place}`);
  rules.forEach((rule: unknown, index) => {
    const at = `${place}.rules[${index}]`;
    const carried = carryRule(rule, scope);
    const twice =
      'limits' in carried && carried.limits.some(({ counter }) => limits.some((one) => one.counter === counter));
    if ('limits' in carried && !twice) {
      require.push(...carried.require);
      limits.push(...carried.limits);
      if (carried.limits.length > 0) {
        notes.narrower('limits', 'windows slide: there is no second burst when a minute, hour or day begins');
        notes.narrower('limits', 'calls that the server answers with an error count as well');
      }
      return;
    }
    refusal ??= { onDeny: 'limits' in carried ? undefined : carried.onDeny };
    const why = 'limits' in carried ? 'two rules count on one counter' : carried.why;
    if (why !== undefined) notes.narrower(at, `${why}; calls that it is about are refused`);
  });
  return { require, limits, refusal };
}
