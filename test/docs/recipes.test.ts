import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LineJudge } from '../../src/cli/policy/policy-judge-line.ts';

/** Every call that docs/recipes.md shows is made here, and must end as the page says. */
const page = readFileSync(new URL('../../docs/recipes.md', import.meta.url), 'utf8');

interface Shown {
  readonly line: string;
  readonly times: number;
  readonly call: Record<string, unknown>;
  readonly expected: {
    readonly outcome: string;
    readonly code?: string;
    readonly rule?: string;
    readonly reason?: string;
  };
}

interface Recipe {
  readonly title: string;
  readonly policy: string;
  readonly calls: readonly Shown[];
}

const shape =
  /^(?:at (?<now>\S+) )?(?:(?<times>\d+) × )?(?:as (?<grant>\S+) (?:(?<tags>\{.*?\}) )?)?(?:(?<kind>resource|prompt) )?(?<name>\S+)(?: (?<args>\{.*?\}))?(?: of (?<facts>\{.*?\}))? → (?<outcome>\w+)(?: (?<code>[a-z_]+))?(?: (?<rule>\/\S+))?(?: "(?<reason>.*)")?$/;

/** One line of a list of calls; `now` is that of the line before where it says nothing. */
function shownCall(line: string, before: string): Shown & { readonly now: string } {
  const groups = shape.exec(line)?.groups;
  if (groups === undefined) throw new Error(`not a call: ${line}`);
  const { now = before, times = '1', grant = 'agent', tags, kind = 'tool', name, args, facts, outcome = '' } = groups;
  const { code, rule, reason } = groups;
  const call = {
    [kind]: name,
    ...(kind === 'tool' && { argumentsText: args ?? '{}' }),
    ...(facts !== undefined && { facts: JSON.parse(facts) }),
    grant: { label: grant, ...(tags !== undefined && { tags: JSON.parse(tags) }) },
    now,
  };
  const expected = { outcome, ...(code && { code }), ...(rule && { rule }), ...(reason && { reason }) };
  return { line, now, times: Number(times), call, expected };
}

function recipes(): Recipe[] {
  return page
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const title = section.slice(0, section.indexOf('\n'));
      const block = (language: string): string =>
        new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(section)?.[1]?.trimEnd() ?? '';
      let now = '2026-03-02T10:00:00Z';
      const calls = block('calls')
        .split('\n')
        .map((line) => {
          const shown = shownCall(line, now);
          now = shown.now;
          return shown;
        });
      return { title, policy: block('json'), calls };
    });
}

const all = recipes();

it('are at least twenty, each with calls that pass and calls that do not', () => {
  expect(all.length).toBeGreaterThanOrEqual(20);
  for (const { title, calls } of all) expect(calls.length, title).toBeGreaterThanOrEqual(2);
});

describe.each(all)('$title', ({ title, policy, calls }) => {
  const judge = new LineJudge();
  const ask = (call?: object) =>
    judge.answer(
      Buffer.from(JSON.stringify({ policyText: policy, counters: title, ...(call !== undefined && { call }) })),
    );

  it('is valid and has no warning', () => {
    const { errors, warnings } = ask();
    expect([...errors, ...warnings]).toEqual([]);
  });

  // In order, since the calls of one recipe share their budgets.
  it('does what the page says', () => {
    for (const { line, times, call, expected } of calls) {
      for (let time = 1; time <= times; time += 1) {
        expect({ line, time, ...ask(call).decision }).toMatchObject({ line, time, ...expected });
      }
    }
  });
});
