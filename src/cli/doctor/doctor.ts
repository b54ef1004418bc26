import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { type Config, loadConfig } from '../../config/index.ts';
import { inspectServer } from '../../gateway/index.ts';
import { anchoredClock } from '../../kernel/index.ts';
import { readPolicy } from '../../policy/index.ts';
import { loadKeyRing } from '../../seal/index.ts';
import { isUnused } from '../../store/index.ts';
import { type EraVerdict, openUpstream } from '../../upstream/index.ts';
import type { CommandModule } from '../command-module.ts';
import { dataFolder } from '../data-folder.ts';
import type { Io } from '../io.ts';
import { LastWords } from '../last-words.ts';
import { configProblems, policyProblems } from '../problems.ts';
import { say } from '../say.ts';
import { version } from '../version.ts';
import { databaseFindings } from './doctor-database.ts';

/** One thing that was looked at. */
export interface DoctorFinding {
  readonly what: string;
  readonly state: 'ok' | 'note' | 'wrong';
  readonly detail: string;
  /** What to do about it. */
  readonly fix?: string;
}

interface DoctorOptions {
  readonly config: string;
  readonly data?: string;
  readonly json: boolean;
}

/** `toolgate doctor`: what is wrong with this installation, and the fix. */
export const build: CommandModule['build'] = (io, done) =>
  new Command('doctor')
    .description('Looks at Node, the data folder, the secret key, the configuration, its policies and its servers.')
    .option('--config <file>', 'the configuration', 'toolgate.yaml')
    .option('--data <folder>', 'where state lives')
    .option('--json', 'JSON lines', false)
    .addHelpText('after', '\nExample:\n  toolgate doctor --config toolgate.yaml')
    .action(async (options: DoctorOptions) => {
      let wrong = 0;
      for await (const finding of findings(options, io)) {
        if (finding.state === 'wrong') wrong += 1;
        for (const line of options.json ? [JSON.stringify(finding)] : inWords(finding)) say(io.stdout, line);
      }
      if (wrong > 0) done(1);
    });

function inWords({ what, state, detail, fix }: DoctorFinding): string[] {
  const sign = { ok: 'ok   ', note: 'note ', wrong: 'WRONG' }[state];
  const said = `${sign} ${what}: ${detail}`.split('\n');
  return fix === undefined ? said : [...said, `      ${fix}`];
}

async function* findings(options: DoctorOptions, io: Io): AsyncGenerator<DoctorFinding> {
  yield { what: 'node', state: 'ok', detail: process.versions.node };
  const folder = dataFolder(io, options.data).path;
  yield dataFinding(folder);
  yield keyFinding(folder, io);
  yield* databaseFindings(folder, io);
  const file = resolve(io.cwd, options.config);
  if (!existsSync(file)) {
    yield { what: 'configuration', state: 'note', detail: `there is none at ${file}`, fix: 'name one with --config' };
    return;
  }
  const loaded = loadConfig(file, io.env);
  if (!loaded.ok) {
    const fix = 'mend the file; `toolgate config check` says the same';
    yield { what: 'configuration', state: 'wrong', detail: configProblems(loaded.errors, file), fix };
    return;
  }
  yield { what: 'configuration', state: 'ok', detail: file };
  for (const { message } of loaded.warnings) yield { what: 'configuration', state: 'note', detail: message };
  yield* policyFindings(loaded.config);
  yield await portFinding('listener', 'listen', loaded.config.listen);
  const { admin } = loaded.config;
  if (admin !== undefined) yield await portFinding('operators’ listener', 'adminListen', admin.listen);
  for (const finding of await Promise.all(serverFindings(loaded.config))) yield finding;
}

function dataFinding(folder: string): DoctorFinding {
  const what = 'data folder';
  if (!existsSync(folder)) return { what, state: 'ok', detail: `${folder} will be made` };
  if (!statSync(folder).isDirectory()) {
    return { what, state: 'wrong', detail: `${folder} is no folder`, fix: 'name another with --data' };
  }
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return {
      what,
      state: 'wrong',
      detail: `${folder} cannot be written`,
      fix: 'make this user its owner, or name another with --data',
    };
  }
  if (process.platform !== 'win32' && (statSync(folder).mode & 0o077) !== 0) {
    return { what, state: 'wrong', detail: `${folder} is open to other users`, fix: `chmod 700 ${folder}` };
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free < 256)
    return {
      what,
      state: 'wrong',
      detail: `${free} MiB free`,
      fix: 'make room: without it no call can be recorded, and so none is made',
    };
  return { what, state: 'ok', detail: `${folder}, ${free} MiB free` };
}

function keyFinding(folder: string, io: Io): DoctorFinding {
  const what = 'secret key';
  const named = io.env.TOOLGATE_SECRET_KEY !== undefined || io.env.TOOLGATE_SECRET_KEY_FILE !== undefined;
  if (!named && isUnused(folder) && !existsSync(join(folder, 'secret.key')))
    return { what, state: 'ok', detail: 'will be made at the first start' };
  try {
    const ring = loadKeyRing({ env: io.env, folder, create: false });
    return { what, state: 'ok', detail: `key ${ring.current}${named ? ' of the environment' : ''}` };
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'it cannot be read';
    return {
      what,
      state: 'wrong',
      detail,
      fix: 'put the key back from where it is kept; docs/backup.md says what is left when it is lost for good',
    };
  }
}

function* policyFindings(config: Config): Generator<DoctorFinding> {
  for (const { name, text, format, file, lineOffset, columnOffset } of config.policies.values()) {
    const read = readPolicy(text, format, { name, lineOffset, columnOffset });
    const what = `policy ${name}`;
    if (!read.ok) {
      yield {
        what,
        state: 'wrong',
        detail: policyProblems([{ policy: name, file, errors: read.errors }]),
        fix: `mend ${file}`,
      };
    } else if (read.warnings.length === 0) yield { what, state: 'ok', detail: file };
    for (const { message } of read.warnings) yield { what, state: 'note', detail: message };
  }
}

function portFinding(what: string, key: string, { host, port }: Config['listen']): Promise<DoctorFinding> {
  const { promise, resolve: found } = Promise.withResolvers<DoctorFinding>();
  const probe = createServer();
  probe.once('error', ({ message }) => {
    found({
      what,
      state: 'note',
      detail: `${host}:${port} is taken (${message})`,
      fix: `fine when that is your gateway; else choose another with \`${key}\``,
    });
  });
  probe.listen(port, host, () => probe.close(() => found({ what, state: 'ok', detail: `${host}:${port} is free` })));
  return promise;
}

/** What the server was found to speak, as far as it had to be asked. */
function spoken(verdict: EraVerdict | undefined): string {
  if (verdict?.modern === undefined) return '';
  if (!verdict.modern) return ', speaks revisions with sessions';
  return verdict.legacy === true ? ', speaks 2026-07-28 and revisions with sessions' : ', speaks 2026-07-28';
}

function serverFindings(config: Config): Promise<DoctorFinding>[] {
  return [...config.servers.values()].map(async (server): Promise<DoctorFinding> => {
    const what = `server ${server.slug}`;
    const lastWords = new LastWords();
    const upstream = await openUpstream(server, { clock: anchoredClock(), log: (event) => lastWords.hear(event) });
    try {
      const { tools, unusable } = await inspectServer(upstream, version);
      const left = unusable.length === 0 ? '' : `, ${unusable.length} unusable (toolgate server tools ${server.slug})`;
      const detail = `${tools.size} tools${left}${spoken(upstream.verdict())}`;
      return { what, state: unusable.length === 0 ? 'ok' : 'note', detail };
    } catch (error) {
      const why = error instanceof Error ? error.message : 'it does not answer';
      const detail = [why, ...lastWords.lines.slice(-1)].join(' It said: ');
      // Its arguments may hold what the environment has put in.
      const fix =
        server.transport === 'stdio'
          ? `try its command by hand: ${server.command[0]}${server.command.length > 1 ? ' …' : ''}`
          : 'check its URL and credentials, and `allowPrivate` when its address is not public';
      return { what, state: 'wrong', detail, fix };
    } finally {
      await upstream.close();
    }
  });
}
