import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { packageFile } from '../../kernel/index.ts';
import { classifierVersion } from '../classify/classify.ts';
import type { CatalogWriter } from '../store/catalog-writer.ts';
import type { ServerRecord } from '../store/record.ts';
import { recordOf, starterLine } from './starter-line.ts';
import { withoutOldSpellings } from './without-old-spellings.ts';

const file = packageFile('data/starter/servers.jsonl');

/** The servers of the catalogue that ships. */
export function starterRecords(): ServerRecord[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return withoutOldSpellings(lines.map((line) => recordOf(starterLine.parse(JSON.parse(line)))));
}

/** What the catalogue that ships holds now: another file or another classifier is another one. */
function starterVersion(): string {
  return createHash('sha256').update(readFileSync(file)).update(classifierVersion).digest('hex');
}

/**
 * Takes the catalogue that ships into a data folder's, unless it has it already.
 *
 * @returns whether anything was taken
 */
export function takeStarter(writer: CatalogWriter): boolean {
  const version = starterVersion();
  if (writer.syncState('starter') === version) return false;
  const importer = writer.importer();
  for (const record of starterRecords()) importer.add(record);
  importer.finish();
  writer.keepSyncState('starter', version);
  return true;
}
