import type { ServerRecord } from '../store/record.ts';
import { repositoryPlace } from '../store/repository.ts';

/** A tool's name without what authors change when they respell it: `tavily-crawl`, `tavily_crawl`, `tavilyCrawl`. */
const bare = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Records of one place (repository and subfolder) become one server. Where one of them is a package that was asked for its
 * list itself, another source's older spelling of a tool in that list is no second tool, and is left out.
 */
export function withoutOldSpellings(records: readonly ServerRecord[]): ServerRecord[] {
  const listed = new Map<string, Map<string, string>>();
  for (const record of records) {
    const place = keyOf(record);
    if (record.packages === undefined || place === undefined) continue;
    const names = listed.get(place) ?? new Map<string, string>();
    for (const { name } of record.tools ?? []) names.set(bare(name), name);
    listed.set(place, names);
  }
  return records.map((record) => {
    const names = listed.get(keyOf(record) ?? '');
    if (names === undefined || record.packages !== undefined || record.tools === undefined) return record;
    return { ...record, tools: record.tools.filter(({ name }) => (names.get(bare(name)) ?? name) === name) };
  });
}

function keyOf(record: ServerRecord): string | undefined {
  const { repository, subfolder } = repositoryPlace(record.repository, record.subfolder);
  return repository === undefined ? undefined : `${repository} ${subfolder}`;
}
