import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId, type Slices } from '../kernel/index.ts';

/** Which version of a policy a text is: the same for the same text, one more for another. Survives restarts. */
export interface PolicyVersions {
  /**
   * One call at a time.
   *
   * @param slices in which texts are hashed, beside calls
   * @returns name → version; kept when this resolves, by one write however many there are
   */
  of(
    policies: Iterable<{ readonly name: string; readonly text: string }>,
    slices: Slices,
  ): Promise<ReadonlyMap<string, number>>;
}

interface Known {
  readonly version: number;
  readonly digest: string;
}

/**
 * Keeps the versions in `policy-versions.json` of the data folder, so that a version in a record names one text for
 * good. A file that cannot be read counts as none: then versions begin anew, and the digest in it tells them apart.
 */
export function policyVersions(folder: string): PolicyVersions {
  const path = join(folder, 'policy-versions.json');
  const known = readKnown(path);
  return {
    of: async (policies, slices) => {
      const versions = new Map<string, number>();
      const changed = new Map<string, Known>();
      for (const { name, text } of policies) {
        if (slices.over) await slices.rest();
        const digest = hash('sha256', text, 'hex');
        const before = known.get(name);
        const version = before?.digest === digest ? before.version : (before?.version ?? 0) + 1;
        if (version !== before?.version) changed.set(name, { version, digest });
        versions.set(name, version);
      }
      if (changed.size > 0) {
        const next = new Map([...known, ...changed]);
        const draft = `${path}.${newId()}`;
        await writeFile(draft, await written(next, slices), { mode: 0o600 });
        await rename(draft, path);
        // Not before it is kept: what could not be written is tried again with the next change.
        for (const [name, one] of changed) known.set(name, one);
      }
      return versions;
    },
  };
}

/** As JSON, one policy a line. */
async function written(versions: ReadonlyMap<string, Known>, slices: Slices): Promise<string> {
  const lines: string[] = [];
  for (const [name, one] of versions) {
    if (slices.over) await slices.rest();
    lines.push(`  ${JSON.stringify(name)}: ${JSON.stringify(one)}`);
  }
  return `{\n${lines.join(',\n')}\n}\n`;
}

function readKnown(path: string): Map<string, Known> {
  try {
    const entries: [string, unknown][] = Object.entries(JSON.parse(readFileSync(path, 'utf8')));
    return new Map(entries.filter((entry): entry is [string, Known] => isKnown(entry[1])));
  } catch {
    return new Map();
  }
}

function isKnown(value: unknown): value is Known {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    Number.isSafeInteger(value.version) &&
    'digest' in value &&
    typeof value.digest === 'string'
  );
}
