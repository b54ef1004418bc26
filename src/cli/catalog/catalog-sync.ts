import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type CatalogWriter, type Differences, FetchFault, HttpGet, syncRegistry } from '../../catalog/index.ts';
import { loadConfig } from '../../config/index.ts';
import { inspectServer } from '../../gateway/index.ts';
import { anchoredClock, Fault } from '../../kernel/index.ts';
import type { JsonObject } from '../../protocol/index.ts';
import { openUpstream } from '../../upstream/index.ts';
import { CommandError, type Io } from '../io.ts';
import { loggerOf } from '../logger-of.ts';
import { configProblems } from '../problems.ts';
import { version } from '../version.ts';
import { inWords } from './catalog-import.ts';
import { type CatalogOptions, withCatalog } from './catalog-opened.ts';

export interface SyncCommandOptions extends CatalogOptions {
  readonly registry: string;
  readonly allowPrivate: boolean;
  readonly config?: string;
}

const betweenPagesMs = 250;

/** `toolgate catalog sync`: a registry's changes, or what the servers of a configuration list now. */
export async function sync(slugs: readonly string[], options: SyncCommandOptions, io: Io): Promise<void> {
  const differences = await withCatalog(io, options, (writer) =>
    slugs.length === 0 ? fromRegistry(writer, options, io) : fromServers(writer, slugs, options, io),
  );
  io.stdout.write(options.json ? `${JSON.stringify(differences)}\n` : `${inWords(differences)}\n`);
}

async function fromRegistry(writer: CatalogWriter, options: SyncCommandOptions, io: Io): Promise<Differences> {
  if (!URL.canParse(options.registry)) throw new CommandError(`--registry wants a URL, not "${options.registry}"`, 2);
  const url = new URL(options.registry);
  const clock = anchoredClock();
  const pause = async (ms: number): Promise<void> => {
    await wait(ms);
  };
  let http: HttpGet | undefined;
  try {
    const { allowPrivate } = options;
    const log = loggerOf(io, 'warn', 'at once');
    const fault = (error: unknown): void => log.error({ error }, 'what the registry answered could not be taken in');
    http = new HttpGet(url, { clock, allowPrivate, pause, userAgent: `toolgate/${version}`, fault });
    return await syncRegistry({
      writer,
      http,
      url,
      now: clock.now(),
      pause: () => pause(betweenPagesMs),
      onPage: (servers) => {
        if (io.stderr.isTTY) io.stderr.write(`\r${servers} servers`);
      },
    });
  } catch (error) {
    if (!(error instanceof FetchFault)) throw error;
    throw new CommandError(`${error.message}; what was taken stays, and the next run goes on from there`);
  } finally {
    if (io.stderr.isTTY) io.stderr.write('\r\u001b[K');
    await http?.close();
  }
}

/** Live lists count most: they are what the servers themselves say now. */
async function fromServers(
  writer: CatalogWriter,
  slugs: readonly string[],
  options: SyncCommandOptions,
  io: Io,
): Promise<Differences> {
  const file = resolve(io.cwd, options.config ?? 'toolgate.yaml');
  const loaded = loadConfig(file, io.env);
  if (!loaded.ok) throw new CommandError(configProblems(loaded.errors, file));
  const clock = anchoredClock();
  const importer = writer.importer();
  for (const slug of slugs) {
    const server = loaded.config.servers.get(slug);
    if (server === undefined) throw new CommandError(`the configuration has no server ${slug}`, 2);
    const upstream = await openUpstream(server, { clock, log: () => undefined });
    try {
      const { tools } = await inspectServer(upstream, version);
      importer.add({
        name: slug,
        provenance: { source: 'live', key: slug, fetchedAt: clock.now() },
        tools: [...tools.values()].map(({ name, definition, hash }) => ({
          name,
          // The gateway's own reading took it for an object with that name.
          definition: JSON.parse(definition.toString()) as JsonObject,
          hash,
        })),
      });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      importer.finish();
      throw new CommandError(`${slug}: ${error.message} (${error.code})`);
    } finally {
      await upstream.close();
    }
  }
  return importer.finish();
}
