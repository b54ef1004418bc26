import { defaultCaps, isJsonObject, type JsonObject, type JsonValue, Offence, scan } from '../../protocol/index.ts';
import type { CatalogWriter } from '../store/catalog-writer.ts';
import type { Differences } from '../store/record.ts';
import { FetchFault, type HttpGet } from './http-get.ts';
import { serverJson } from './server-json.ts';

/** Where a synchronisation stands: what is kept between runs, and after one that was broken off. */
interface State {
  /** Everything that the registry changed until then is here: its own clock's time. */
  readonly since?: string;
  /** The page at which a run that did not end goes on, and what it has seen. */
  readonly cursor?: string;
  readonly newest?: string;
  /** When the run began, by the registry's clock. */
  readonly began?: string;
  /** Of the first page for `since`: when nothing has changed, the registry may say so in a line. */
  readonly etag?: string;
}

export interface SyncOptions {
  readonly writer: CatalogWriter;
  readonly http: HttpGet;
  /** `https://registry.example.com`, with or without `/v0.1` or `/v0`. */
  readonly url: URL;
  readonly now: number;
  /** Between two pages. */
  readonly pause: () => Promise<void>;
  readonly onPage: (servers: number) => void;
}

const perPage = 100;
const mostPages = 100_000;
const caps = { ...defaultCaps, bytes: 32 * 1024 * 1024, nodes: 2_000_000 };
/** How a registry refuses a cursor that it does not know. */
const outdated: ReadonlySet<number> = new Set([400, 404, 410, 422]);
const official = 'io.modelcontextprotocol.registry/official';

/**
 * Takes in what a registry of the official API has changed since the last time; at first, all of it. Each page is kept
 * before the next one is asked for, so a run that is broken off goes on where it was.
 *
 * @throws FetchFault; what was taken stays
 */
export async function syncRegistry(options: SyncOptions): Promise<Differences> {
  const { writer, http, url, now } = options;
  const name = `registry ${url.href}`;
  const base = /\/v0(\.1)?\/?$/.test(url.pathname)
    ? url.pathname.replace(/\/$/, '')
    : `${url.pathname.replace(/\/$/, '')}/v0.1`;
  let state = stateOf(writer.syncState(name));
  const importer = writer.importer();
  const keep = (next: State): void => {
    importer.commit();
    state = next;
    writer.keepSyncState(name, JSON.stringify(next));
  };
  let seen = 0;
  try {
    for (let pages = 0; pages < mostPages; pages++) {
      const first = state.cursor === undefined;
      const resumes = pages === 0 && !first;
      const query = new URLSearchParams({ limit: String(perPage), version: 'latest' });
      if (state.since !== undefined) query.set('updated_since', state.since);
      if (state.cursor !== undefined) query.set('cursor', state.cursor);
      const conditional = first && state.etag !== undefined ? ['if-none-match', state.etag] : [];
      const got = await http.get(`${base}/servers?${query.toString()}`, conditional).catch((error: unknown) => {
        if (resumes && error instanceof FetchFault && outdated.has(error.status ?? 0)) return undefined;
        throw error;
      });
      if (got === undefined) {
        // A cursor of an earlier run may mean nothing to the registry any more; what was taken stays.
        state = state.since === undefined ? {} : { since: state.since };
        continue;
      }
      if (got.status === 304) break;
      const { servers, cursor } = pageOf(got.body);
      const began = state.began ?? timeOf(got.headers.date, now);
      let newest = state.newest ?? state.since ?? '';
      for (const entry of servers) {
        const { record, updatedAt } = entryOf(entry, url, now);
        if (record !== undefined) importer.add(record);
        if (updatedAt !== undefined && isLater(updatedAt, newest)) newest = updatedAt;
      }
      seen += servers.length;
      options.onPage(seen);
      const etag = first && typeof got.headers.etag === 'string' ? got.headers.etag : first ? undefined : state.etag;
      const kept = etag === undefined ? {} : { etag };
      if (cursor === undefined) {
        // What changed while the run went on may stand on a page that had been read by then: the next run asks again for
        // all that changed since this one began.
        const next = isLater(newest, began) ? began : newest;
        const since = next === '' ? {} : { since: next };
        // The tag is of the page for the `since` that was asked with: it holds for the next run when that asks the same.
        keep({ ...since, ...(next === state.since ? kept : {}) });
        break;
      }
      if (cursor === state.cursor) throw new FetchFault(`${url.host} gives the same page for ever`);
      keep({ ...(state.since === undefined ? {} : { since: state.since }), cursor, newest, began, ...kept });
      await options.pause();
    }
  } catch (error) {
    importer.finish();
    throw error;
  }
  return importer.finish();
}

function stateOf(text: string | undefined): State {
  const value: JsonValue = text === undefined ? {} : (JSON.parse(text) as JsonValue);
  const { since, cursor, newest, began, etag } = isJsonObject(value) ? value : {};
  return {
    ...(typeof since === 'string' && { since }),
    ...(typeof cursor === 'string' && { cursor }),
    ...(typeof newest === 'string' && { newest }),
    ...(typeof began === 'string' && { began }),
    ...(typeof etag === 'string' && { etag }),
  };
}

/** The time of an answer by the clock of who gave it, else by ours. */
function timeOf(date: string | string[] | undefined, now: number): string {
  const told = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return new Date(Number.isNaN(told) ? now : told).toISOString();
}

/** Whether one RFC 3339 time is later than another; what is no time is never later, and earlier than every one. */
function isLater(one: string, other: string): boolean {
  const [here, there] = [Date.parse(one), Date.parse(other)];
  return !Number.isNaN(here) && (Number.isNaN(there) || here > there);
}

function pageOf(body: Buffer): { servers: readonly JsonValue[]; cursor: string | undefined } {
  const offence = scan(body, caps, 'keys');
  if (offence instanceof Offence) throw new FetchFault(`the registry’s answer is not taken: ${offence.message}`);
  const page = JSON.parse(body.toString()) as JsonValue;
  if (!isJsonObject(page) || !Array.isArray(page.servers))
    throw new FetchFault('the registry’s answer has no "servers"');
  const metadata = isJsonObject(page.metadata) ? page.metadata : {};
  const cursor = metadata.nextCursor ?? metadata.next_cursor;
  return { servers: page.servers, cursor: typeof cursor === 'string' && cursor !== '' ? cursor : undefined };
}

/** A server of a page: wrapped with its `_meta`, or bare as it was at first. */
function entryOf(
  entry: JsonValue,
  url: URL,
  now: number,
): { record: ReturnType<typeof serverJson>; updatedAt: string | undefined } {
  if (!isJsonObject(entry)) return { record: undefined, updatedAt: undefined };
  const server = isJsonObject(entry.server) ? entry.server : entry;
  const meta = isJsonObject(entry._meta) ? entry._meta : isJsonObject(server._meta) ? server._meta : {};
  const told: JsonObject = isJsonObject(meta[official]) ? meta[official] : {};
  const updatedAt = told.updatedAt ?? told.updated_at;
  const status = told.status ?? server.status;
  const key = typeof server.name === 'string' ? server.name.slice(0, 300) : '';
  const record = serverJson(
    server,
    { source: 'registry', key, url: url.origin, fetchedAt: now },
    status === 'deleted' || status === 'deprecated' ? status : 'active',
  );
  return { record, updatedAt: typeof updatedAt === 'string' ? updatedAt : undefined };
}
