import type { HttpServer } from '../../config/index.ts';
import { addressRanges } from '../../identity/index.ts';
import { type KeyRing, openCredential, SealError } from '../../seal/index.ts';
import type { Stored, StoredGrant, StoredPolicy } from '../../snapshot/index.ts';
import type { Sql } from '../../store/index.ts';
import { changedGrants, changedPolicies, changedServers, type ServerRow } from './changed-rows.ts';
import { readRevision } from './next-revision.ts';
import { organization } from './organization.ts';

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
  readonly #servers = new Map<string, HttpServer>();
  readonly #policies = new Map<string, StoredPolicy>();
  readonly #grants = new Map<string, StoredGrant>();
  #revision = -1;
  #last: Stored | undefined;

  constructor(sql: Sql, keys: KeyRing, onWarning: (message: string) => void) {
    this.#sql = sql;
    this.#keys = keys;
    this.#onWarning = onWarning;
  }

  /**
   * One state of the database, never half of one change and half of another; the same object while nothing changes. Not
   * to be called while it is under way.
   *
   * @throws SqlError
   */
  async read(): Promise<Stored> {
    for (let round = 0; !(await this.#readOn(this.#sql)); round += 1) {
      if (round < mostRounds) continue;
      await this.#sql.transaction().execute((tx) => this.#readOn(tx));
      break;
    }
    this.#last ??= {
      servers: new Map([...this.#servers.values()].map((server) => [server.slug, server])),
      policies: new Map([...this.#policies.values()].map((policy) => [policy.source.name, policy])),
      grants: new Map(this.#grants),
    };
    return this.#last;
  }

  /** @returns whether nothing has changed meanwhile */
  async #readOn(sql: Sql): Promise<boolean> {
    const target = await readRevision(sql);
    if (target === this.#revision) return true;
    for await (const row of changedServers(sql, this.#revision))
      this.#take(this.#servers, row.id, await this.#server(row));
    for await (const { id, ...policy } of changedPolicies(sql, this.#revision)) {
      const { name, text, format, version, observe } = policy;
      const source = text === null ? undefined : { name, text, format, file: `policy ${name}`, lineOffset: 0 };
      this.#take(this.#policies, id, source && { source, version, observe });
    }
    for await (const { id, live, ...grant } of changedGrants(sql, this.#revision)) {
      const { addresses, ...rest } = grant;
      const ranges = addressRanges(addresses);
      if (live && ranges === undefined)
        this.#onWarning(`the grant ${grant.label} has an address that is none: it is out of force`);
      this.#take(this.#grants, id, live && ranges !== undefined ? { id, ranges, ...rest } : undefined);
    }
    this.#revision = target;
    return (await readRevision(sql)) === target;
  }

  #take<T>(into: Map<string, T>, id: string, value: T | undefined): void {
    this.#last = undefined;
    if (value === undefined) into.delete(id);
    else into.set(id, value);
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
