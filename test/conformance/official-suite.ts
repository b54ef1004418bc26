import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';

/** Revisions for which the suite says what an implementation must pass. */
export type SuiteRevision = '2025-11-25' | '2026-07-28';
export type Leg = 'server' | 'client';

const packageFolder = ((): string => {
  // The package exports nothing, so it is found by the folders in which Node would look.
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths('@modelcontextprotocol/conformance') ?? []) {
    const manifest = join(folder, '@modelcontextprotocol/conformance/package.json');
    try {
      readFileSync(manifest);
      return dirname(manifest);
    } catch {
      // Not in this folder.
    }
  }
  throw new Error('@modelcontextprotocol/conformance is not installed');
})();

/** The program of the suite. */
export const suiteProgram = join(packageFolder, 'dist/index.js');

interface Requirements {
  readonly server: readonly string[];
  readonly client: readonly string[];
  readonly not_scored: readonly { readonly scenario: string; readonly leg: Leg; readonly reason: string }[];
}

/** What a revision demands, as the suite has it frozen. */
export function requirements(revision: SuiteRevision): Requirements {
  return parse(readFileSync(join(packageFolder, `requirements/${revision}.yaml`), 'utf8')) as Requirements;
}

/** One check of a scenario. */
export interface Check {
  readonly id: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  readonly errorMessage?: string;
  readonly details?: unknown;
}

/** What came of each scenario, by its name. One that is missing did not run. */
export type Outcome = ReadonlyMap<string, readonly Check[]>;

/** The checks of a scenario that failed, each as a line. */
export function failures(checks: readonly Check[] | undefined): readonly string[] {
  if (checks === undefined) return ['it did not run'];
  return checks
    .filter(({ status }) => status === 'FAILURE')
    .map(({ id, errorMessage, details }) => `${id}: ${errorMessage} ${JSON.stringify(details)?.slice(0, 600)}`);
}

/** Runs everything that a revision demands of a server, and what the suite runs beside it without counting it. */
export async function examineServer(url: string, revision: SuiteRevision): Promise<Outcome> {
  return examine(['server', '--url', url, '--requirements', revision], 'server-', revision);
}

/**
 * Runs one scenario that examines a client.
 *
 * @param script the client; the suite starts it with the URL of its server
 */
export async function examineClient(
  script: string,
  scenario: string,
  revision: SuiteRevision,
): Promise<readonly Check[] | undefined> {
  const command = `"${process.execPath}" --no-warnings "${script}"`;
  const args = [
    'client',
    '--command',
    command,
    '--scenario',
    scenario,
    '--spec-version',
    revision,
    '--timeout',
    '60000',
  ];
  return (await examine(args, '', revision)).get(scenario);
}

async function examine(args: readonly string[], prefix: string, revision: SuiteRevision): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'toolgate-conformance-'));
  try {
    // It ends with status 1 when a scenario failed; which one stands in the files.
    await promisify(execFile)(process.execPath, [suiteProgram, ...args, '--output-dir', folder], {
      cwd: folder,
      maxBuffer: 64 * 2 ** 20,
    }).catch((error: { code?: unknown }) => {
      if (error.code !== 1) throw error;
    });
    return await outcomes(folder, prefix, revision);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function outcomes(folder: string, prefix: string, revision: SuiteRevision): Promise<Outcome> {
  const { server, client, not_scored } = requirements(revision);
  const names = [...server, ...client, ...not_scored.map(({ scenario }) => scenario)];
  const found = new Map<string, readonly Check[]>();
  for (const entry of await readdir(folder)) {
    // `server-<scenario>-<time>`; the time begins with a year.
    const name = names.find((each) => new RegExp(`^${prefix}${each}-\\d{4}-`).test(entry));
    if (name === undefined) continue;
    found.set(name, JSON.parse(await readFile(join(folder, entry, 'checks.json'), 'utf8')) as Check[]);
  }
  return found;
}
