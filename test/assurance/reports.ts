import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const reports = join(import.meta.dirname, '../../reports');

/** What a run has left below `reports/`; `undefined` where it was not made. */
export function report<T>(path: string): T | undefined {
  const file = join(reports, path);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

/** What all runs of a kind have left in `reports/assurance/`, by how their files are named. */
export function reportsNamed<T>(name: RegExp): readonly T[] {
  const folder = join(reports, 'assurance');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((each) => name.test(each)).flatMap((each) => report<T>(`assurance/${each}`) ?? []);
}
