import { lint } from '../lab/index.ts';
import type { Io } from './io.ts';
import { readPolicyFile } from './policy-file.ts';

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
    const warnings = read.ok ? [...read.warnings, ...lint(read.policy)] : read.warnings;
    failed ||= !read.ok;
    if (json) {
      io.stdout.write(`${JSON.stringify({ file, valid: read.ok, errors, warnings })}\n`);
      continue;
    }
    for (const { line, column, message } of errors) io.stderr.write(`${file}:${line}:${column}: ${message}\n`);
    for (const { line, column, pointer, message } of warnings) {
      io.stderr.write(`${file}:${line}:${column}: ${message} (at ${pointer}, warning)\n`);
    }
    if (read.ok)
      io.stdout.write(`${file} is valid${warnings.length > 0 ? `, with ${warnings.length} warnings` : ''}\n`);
  }
  return failed ? 1 : 0;
}
