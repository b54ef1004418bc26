import { hash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../kernel/index.ts';

/** Which version of a policy a text is: the same for the same text, one more for another. Survives restarts. */
export interface PolicyVersions {
  /** @returns name → version; kept when this returns, by one write however many there are */
  of(policies: Iterable<{ readonly name: string; readonly text: string }>): ReadonlyMap<string, number>;
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
    of: (policies) => {
      const versions = new Map<string, number>();
      let changed = false;
      for (const { name, text } of policies) {
        const digest = hash('sha256', text, 'hex');
        const before = known.get(name);
        const version = before?.digest === digest ? before.version : (before?.version ?? 0) + 1;
        changed ||= version !== before?.version;
        known.set(name, { version, digest });
        versions.set(name, version);
      }
      if (changed) {
        const draft = `${path}.${newId()}`;
        writeFileSync(draft, `${JSON.stringify(Object.fromEntries(known), undefined, 2)}\n`, { mode: 0o600 });
        renameSync(draft, path);
      }
      return versions;
    },
  };
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
