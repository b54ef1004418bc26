import { parseJson } from '../source/json.ts';
import { type Position, positionsIn } from '../source/positions.ts';
import { parseYaml } from '../source/yaml.ts';
import type { Reader } from './reader.ts';
import { type PolicyError, Report, TooManyErrors } from './report.ts';

export type ReadDocument<T> =
  | { readonly ok: true; readonly value: T; readonly positionAt: (offset: number) => Position }
  | { readonly ok: false; readonly errors: readonly PolicyError[] };

/**
 * Reads a whole text with a reader.
 *
 * @returns what was read, or every error (50 at most) in document order
 */
export function readDocument<T>(text: string, format: 'json' | 'yaml', reader: Reader<T>): ReadDocument<T> {
  const report = new Report();
  const positionAt = positionsIn(text);
  let value: T | undefined;
  try {
    const { root, faults } = format === 'json' ? parseJson(text) : parseYaml(text);
    for (const fault of faults) report.fault(fault);
    value = root && reader.read(root, '', report);
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error;
  }
  return value === undefined || report.failed
    ? { ok: false, errors: report.errors(positionAt) }
    : { ok: true, value, positionAt };
}
