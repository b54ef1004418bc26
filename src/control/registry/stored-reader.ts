import type { HttpServer } from '../../config/index.ts';
import { addressRanges } from '../../identity/index.ts';
import { Slices } from '../../kernel/index.ts';
import { type KeyRing, openCredential, SealError } from '../../seal/index.ts';
import { LayeredMap, type Stored, type StoredGrant, type StoredPolicy } from '../../snapshot/index.ts';
import type { Sql } from '../../store/index.ts';
import { changedGrants, changedPolicies, changedServers, type ServerRow } from './changed-rows.ts';
import { readRevision } from './next-revision.ts';
import { organization } from './organization.ts';

/** Of the grants that may come from anywhere: one list for all. */
const noRanges: StoredGrant['ranges'] = [];

/** While others change what is being read it is read on from there, this often; then whoever changes it waits. */
const mostRounds = 20;

/**
 * What the store holds, as requests need it: read once, and from then on only what has changed. What has not stays the
 * same object, by which the snapshot knows it.
 */
export class StoredReader {
  readonly #sql: Sql;
  readonly #keys: KeyRing;
  readonly #onWarning: (message: string) => void;
  readonly #setBacks: () => number;
  /** What was read since the last state: by slug, name and id; `undefined` for what is gone. */
  #servers = new Changes<HttpServer>();
  #policies = new Changes<StoredPolicy>();
  #grants = new Changes<StoredGrant>();
  #revision = -1;
  #setBack = 0;
  #last: Stored | undefined;

  /** @param setBacks how often the database was found set back: then nothing that was read of it holds */
  constructor(sql: Sql, keys: KeyRing, onWarning: (message: string) => void, setBacks: () => number = () => 0) {
    this.#sql = sql;
    this.#keys = keys;
    this.#onWarning = onWarning;
    this.#setBacks = setBacks;
  }

  /**
   * One state of the database, never half of one change and half of another; the same object while nothing changes. Not
   * to be called while it is under way.
   *
   * @throws SqlError
   */
  async read(): Promise<Stored> {
    const setBacks = this.#setBacks();
    if (setBacks !== this.#setBack) this.#forget();
    this.#setBack = setBacks;
    for (let round = 0; !(await this.#readOn(this.#sql)); round += 1) {
      if (round < mostRounds) continue;
      await this.#sql.transaction().execute((tx) => this.#readOn(tx));
      break;
    }
    const last = this.#last;
    const [servers, policies, grants] = [this.#servers.taken(), this.#policies.taken(), this.#grants.taken()];
    if (last !== undefined && servers.size + policies.size + grants.size === 0) return last;
    const slices = new Slices();
    const named = {
      servers: await namesOf(servers, slices),
      policies: await namesOf(policies, slices),
      grants: await namesOf(grants, slices),
    };
    this.#last = {
      servers: await LayeredMap.of(last?.servers ?? new Map()).with(servers, slices),
      policies: await LayeredMap.of(last?.policies ?? new Map()).with(policies, slices),
      grants: await LayeredMap.of(last?.grants ?? new Map()).with(grants, slices),
      state: (last?.state ?? 0) + 1,
      ...(last?.state === undefined ? {} : { changes: { since: last.state, ...named } }),
    };
    return this.#last;
  }

  /** What bears a number that is known may be something else by now, and what is known may be gone. */
  #forget(): void {
    this.#servers = new Changes();
    this.#policies = new Changes();
    this.#grants = new Changes();
    this.#revision = -1;
    this.#last = undefined;
  }

  /** @returns whether nothing has changed meanwhile */
  async #readOn(sql: Sql): Promise<boolean> {
    const target = await readRevision(sql);
    if (target === this.#revision) return true;
    const slices = new Slices();
    for await (const row of changedServers(sql, this.#revision)) {
      if (slices.over) await slices.rest();
      this.#servers.take(row.id, row.slug, await this.#server(row));
    }
    for await (const { id, ...policy } of changedPolicies(sql, this.#revision)) {
      if (slices.over) await slices.rest();
      const { name, text, format, version, observe } = policy;
      const source =
        text === null ? undefined : { name, text, format, file: `policy ${name}`, lineOffset: 0, columnOffset: 0 };
      this.#policies.take(id, name, source && { source, version, observe });
    }
    for await (const { id, live, ...grant } of changedGrants(sql, this.#revision)) {
      if (slices.over) await slices.rest();
      const { addresses, ...rest } = grant;
      const ranges = addresses.length === 0 ? noRanges : addressRanges(addresses);
      if (live && ranges === undefined)
        this.#onWarning(`the grant ${grant.label} has an address that is none: it is out of force`);
      this.#grants.take(id, id, live && ranges !== undefined ? { id, ranges, ...rest } : undefined);
    }
    this.#revision = target;
    return (await readRevision(sql)) === target;
  }

  async #server(row: ServerRow): Promise<HttpServer | undefined> {
    if (row.removed) return undefined;
    const { id, slug, url, ca, dataKey } = row;
    const headers = new Map<string, string>();
    let query = '';
    try {
      const { origin } = new URL(url);
      for (const { field, sealed } of row.credentials) {
        const value = openCredential(this.#keys, dataKey, { organization, record: id, field, origin }, sealed);
        if (field === 'query') query = value;
        else headers.set(field.slice('header:'.length), value);
      }
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      // Without its credentials it is not the server that was registered.
      this.#onWarning(`the server ${slug} is out of force: ${error.message}`);
      return undefined;
    }
    // Loaded with the first server: an installation without any does without its parser.
    const { serverSettings } = await import('./server-settings.ts');
    const { timeouts, caps, maxConcurrency, allowPrivate, pinned, trusted } = serverSettings.parse(
      JSON.parse(row.settings),
    );
    const { body, ...others } = caps;
    return Object.freeze({
      slug,
      transport: 'http',
      url: `${url}${query}`,
      headers,
      timeouts,
      caps: { bytes: body, ...others },
      maxConcurrency: maxConcurrency ?? undefined,
      allowPrivate,
      pinned,
      trusted,
      ...(ca === null ? {} : { ca }),
    });
  }
}

/** What has changed, by the name that it is known under. A name that somebody gave up may be another one's by now. */
class Changes<T> {
  readonly #names = new Map<string, string>();
  readonly #holders = new Map<string, string>();
  #changed = new Map<string, T | undefined>();

  /** @param value `undefined`: it is gone */
  take(id: string, name: string, value: T | undefined): void {
    const before = this.#names.get(id);
    if (before !== undefined && (before !== name || value === undefined)) this.#leave(id, before);
    if (value === undefined) return;
    this.#names.set(id, name);
    this.#holders.set(name, id);
    this.#changed.set(name, value);
  }

  taken(): ReadonlyMap<string, T | undefined> {
    const changed = this.#changed;
    this.#changed = new Map();
    return changed;
  }

  #leave(id: string, name: string): void {
    this.#names.delete(id);
    if (this.#holders.get(name) !== id) return;
    this.#holders.delete(name);
    this.#changed.set(name, undefined);
  }
}

async function namesOf(changed: ReadonlyMap<string, unknown>, slices: Slices): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const name of changed.keys()) {
    if (slices.over) await slices.rest();
    names.add(name);
  }
  return names;
}
