import type { JsonValue } from '../../protocol/index.ts';
import type { RecordedCall } from '../calls/recorded-call.ts';
import type { ArgumentCondition, Draft, DraftEntry } from './draft.ts';
import { globsOf } from './globs.ts';
import { niceAbove } from './nice-number.ts';
import { peakRate } from './peak-rate.ts';
import { resourcePatterns } from './places.ts';
import type { SuggestStrictness } from './strictness.ts';
import { type ToolTraffic, toolTraffic } from './traffic.ts';
import { valueRule } from './value-rule.ts';

const minute = 60_000;
const day = 86_400_000;
/** No limit that a second try would reach. */
const leastLimit = 5;

/**
 * The first draft: tools in use as entries or globs, argument rules where values were kept, limits above the peaks.
 *
 * @param calls those to be allowed, in the order of time
 * @param refused names of tools whose calls were refused
 */
export function writeDraft(
  calls: readonly RecordedCall[],
  refused: ReadonlySet<string>,
  strictness: SuggestStrictness,
): Draft {
  const traffic = toolTraffic(calls);
  const globs = globsOf(traffic, refused, strictness);
  const byName = Map.groupBy(calls, ({ call }) => (call.kind === 'tool' ? call.name : ''));
  const limit = (of: readonly RecordedCall[], windowMs: number): number => limitFor(peakRate(of, windowMs), strictness);
  const inGlob = new Set([...globs.values()].flat());
  const tools = new Map<string, DraftEntry>();
  for (const [glob, members] of globs) {
    const names = new Set(members.map(({ name }) => name));
    const theirs = calls.filter(({ call }) => call.kind === 'tool' && names.has(call.name));
    tools.set(glob, { require: new Map(), properties: undefined, closed: false, perMinute: limit(theirs, minute) });
  }
  for (const tool of traffic) {
    const { require, properties, saysMuch } = argumentRules(tool, strictness);
    // A glob lets it through; an entry of its own is worth its place only for what it says of values.
    if (inGlob.has(tool) && !saysMuch) continue;
    const perMinute = inGlob.has(tool) ? undefined : limit(byName.get(tool.name) ?? [], minute);
    tools.set(tool.name, { require, properties, closed: strictness.closedArguments, perMinute });
  }
  const subjects = (kind: 'resource' | 'prompt'): Set<string> =>
    new Set(
      calls.flatMap(({ call }) => (call.kind !== kind ? [] : call.kind === 'resource' ? [call.uri] : [call.name])),
    );
  return {
    description: `Suggested from ${calls.length} recorded calls.`,
    tools,
    resources: resourcePatterns(subjects('resource'), Number.isFinite(strictness.toolsOfAGlob)),
    prompts: [...subjects('prompt')].toSorted(),
    perDay: limit(
      calls.filter(({ call }) => call.kind === 'tool'),
      day,
    ),
  };
}

function limitFor(peak: number, { headroom }: SuggestStrictness): number {
  return Math.max(leastLimit, headroom < 2 ? Math.ceil(peak * headroom) : niceAbove(peak * headroom));
}

interface ArgumentRules {
  readonly require: Map<string, ArgumentCondition>;
  readonly properties: Map<string, JsonValue> | undefined;
  /** Whether anything is said of values, not of names alone. */
  readonly saysMuch: boolean;
}

function argumentRules(tool: ToolTraffic, strictness: SuggestStrictness): ArgumentRules {
  const require = new Map<string, ArgumentCondition>();
  const properties = new Map<string, JsonValue>();
  let saysMuch = false;
  for (const [key, { calls, values }] of [...tool.args].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const rule = values && valueRule(key, values, strictness);
    saysMuch ||= rule !== undefined;
    if (strictness.closedArguments || rule?.kind === 'schema') {
      properties.set(key, rule?.kind === 'schema' ? rule.schema : true);
    }
    if (rule?.kind === 'condition') {
      require.set(key, { op: rule.op, value: rule.value, always: calls === tool.calls });
    }
  }
  const hasProperties = strictness.closedArguments || properties.size > 0;
  return { require, properties: hasProperties ? properties : undefined, saysMuch };
}
