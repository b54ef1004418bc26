import type { TestFailure } from './run-policy-tests.ts';

/** A case as JUnit's XML tells it. */
export interface JunitCase {
  readonly name: string;
  readonly line: number;
  readonly failure: { readonly message: string; readonly text: string } | undefined;
}

export interface JunitSuite {
  /** The file. */
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** JUnit XML, in the shape that CI systems agree about: suites of cases, each with at most one failure. */
export function junit(suites: readonly JunitSuite[]): string {
  const failed = (cases: readonly JunitCase[]): number => cases.filter(({ failure }) => failure !== undefined).length;
  const all = suites.flatMap(({ cases }) => cases);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="toolgate policy test" tests="${all.length}" failures="${failed(all)}">`,
  ];
  for (const { name, cases } of suites) {
    lines.push(`  <testsuite name="${xml(name)}" tests="${cases.length}" failures="${failed(cases)}">`);
    for (const { name: title, line, failure } of cases) {
      const open = `    <testcase classname="${xml(name)}" name="${xml(title)}" file="${xml(name)}" line="${line}"`;
      if (failure === undefined) lines.push(`${open}/>`);
      else
        lines.push(
          `${open}>`,
          `      <failure message="${xml(failure.message)}">${xml(failure.text)}</failure>`,
          '    </testcase>',
        );
    }
    lines.push('  </testsuite>');
  }
  return `${[...lines, '</testsuites>'].join('\n')}\n`;
}

/** Text inside XML 1.0; characters that no XML may hold show as escapes of JSON. */
function xml(text: string): string {
  return text
    .replace(
      /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}

/** A failure in one line each: what was expected, and what came. */
export function inWords({ expected, actual }: TestFailure): { readonly expected: string; readonly actual: string } {
  return { expected: ending(expected), actual: ending(actual) };
}

function ending({
  outcome,
  code,
  rule,
  reason,
}: {
  readonly outcome: string;
  readonly code?: string | null | undefined;
  readonly rule?: string | null | undefined;
  readonly reason?: string | null | undefined;
}): string {
  return [outcome, code, rule && `by ${rule}`, reason && JSON.stringify(reason)].filter(Boolean).join(' ');
}
