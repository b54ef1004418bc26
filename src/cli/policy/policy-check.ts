import { escapeUnsafe } from '../../kernel/index.ts';
import { type CounterExample, counterExample, lint } from '../../lab/index.ts';
import type { Policy, PolicyWarning } from '../../policy/index.ts';
import { counted } from '../counted.ts';
import type { Io } from '../io.ts';
import { say } from '../say.ts';
import { readPolicyFile, sayErrors } from './policy-file.ts';

/**
 * `policy check`: every error with its place, and what is valid but probably not meant.
 *
 * @returns the exit status: 1 when a file is not valid; warnings alone are 0
 */
export async function checkPolicies(io: Io, files: readonly string[], json: boolean): Promise<number> {
  let failed = false;
  for (const file of files) {
    const read = await readPolicyFile(io, file);
    const errors = read.ok ? [] : read.errors;
    const warnings = read.ok ? doubts(read.policy, read.warnings) : read.warnings.map(withoutExample);
    failed ||= !read.ok;
    if (json) {
      io.stdout.write(`${JSON.stringify({ file, valid: read.ok, errors, warnings })}\n`);
      continue;
    }
    sayErrors(io, file, errors);
    for (const { line, column, pointer, message, code, example } of warnings) {
      say(io.stderr, `${file}:${line}:${column}: ${message} (at ${pointer}, warning ${code})`);
      if (example !== null) io.stderr.write(`  ${escapeUnsafe(`${JSON.stringify(example.call)} ${example.shows}`)}\n`);
    }
    if (read.ok)
      io.stdout.write(
        `${file} is valid${warnings.length > 0 ? `, with ${counted(warnings.length, 'warning')}` : ''}\n`,
      );
  }
  return failed ? 1 : 0;
}

/** A warning, with a call that shows it where there is one. */
interface Doubt extends PolicyWarning {
  readonly example: CounterExample | null;
}

function doubts(policy: Policy, warnings: readonly PolicyWarning[]): Doubt[] {
  const all = [...warnings, ...lint(policy)];
  return all.map((warning, index) => ({
    ...warning,
    example: index < mostExamples ? (counterExample(policy, warning) ?? null) : null,
  }));
}

/** A document of thousands of entries may have as many doubts: the first of them are shown by a call. */
const mostExamples = 100;

function withoutExample(warning: PolicyWarning): Doubt {
  return { ...warning, example: null };
}
