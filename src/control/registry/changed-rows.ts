import type { Sql } from '../../store/index.ts';
import { SharedByText } from './shared-by-text.ts';

/** So many rows at a time: what comes out of the database's thread is copied while calls wait. */
const rowsAtOnce = 200;

export interface ServerRow {
  readonly id: string;
  readonly slug: string;
  readonly url: string;
  readonly settings: string;
  readonly ca: string | null;
  readonly dataKey: string;
  readonly removed: boolean;
  readonly credentials: readonly { readonly field: string; readonly sealed: string }[];
}

export interface PolicyRow {
  readonly id: string;
  readonly name: string;
  /** `null`: removed, or no version of it is in force. */
  readonly text: string | null;
  readonly format: 'json' | 'yaml';
  readonly version: number;
  readonly observe: boolean;
}

export interface GrantRow {
  readonly id: string;
  readonly live: boolean;
  readonly label: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly servers: ReadonlyMap<string, string>;
  readonly addresses: readonly string[];
  readonly expiresAt: number | undefined;
  readonly tokenHash: string;
  readonly outgoing: { readonly tokenHash: string; readonly until: number } | undefined;
}

/** Servers that were changed after a revision, with what is sealed for them. */
export async function* changedServers(sql: Sql, after: number): AsyncGenerator<ServerRow> {
  const pages = pagesOf((at, id) =>
    sql
      .selectFrom('server')
      .select(['id', 'slug', 'url', 'settings', 'ca', 'data_key', 'removed_at', 'revision'])
      .where((x) => x.or([x('revision', '>', at), x.and([x('revision', '=', at), x('id', '>', id)])]))
      .orderBy('revision')
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute(),
  );
  for await (const rows of pages(after)) {
    const ids = rows.map(({ id }) => id);
    const sealed = await sql
      .selectFrom('credential')
      .select(['server_id', 'field', 'sealed'])
      .where('server_id', 'in', ids)
      .execute();
    const byServer = Map.groupBy(sealed, (row) => row.server_id);
    for (const { id, slug, url, settings, ca, data_key, removed_at } of rows) {
      yield {
        id,
        slug,
        url,
        settings,
        ca,
        dataKey: data_key,
        removed: removed_at !== null,
        credentials: byServer.get(id) ?? [],
      };
    }
  }
}

/** Policies that were changed after a revision, each with the text that is in force. */
export async function* changedPolicies(sql: Sql, after: number): AsyncGenerator<PolicyRow> {
  const pages = pagesOf((at, id) =>
    sql
      .selectFrom('policy')
      .leftJoin('policy_version', (join) =>
        join
          .onRef('policy_version.policy_id', '=', 'policy.id')
          .onRef('policy_version.version', '=', 'policy.active_version'),
      )
      .select([
        'policy.id as id',
        'policy.name',
        'policy.removed_at',
        'policy.observe',
        'policy.revision',
        'policy_version.text',
        'policy_version.format',
        'policy_version.version',
      ])
      .where((x) =>
        x.or([x('policy.revision', '>', at), x.and([x('policy.revision', '=', at), x('policy.id', '>', id)])]),
      )
      .orderBy('policy.revision')
      .orderBy('policy.id')
      .limit(50)
      .execute(),
  );
  for await (const rows of pages(after)) {
    for (const { id, name, removed_at, observe, text, format, version } of rows) {
      yield {
        id,
        name,
        text: removed_at === null ? text : null,
        format: format === 'yaml' ? 'yaml' : 'json',
        version: version ?? 0,
        observe: observe !== 0,
      };
    }
  }
}

/** Grants that were changed after a revision, with what they open. What many of them say alike is one object. */
export async function* changedGrants(sql: Sql, after: number): AsyncGenerator<GrantRow> {
  const tags = new SharedByText<ReadonlyMap<string, string>>();
  const addresses = new SharedByText<readonly string[]>();
  const opens = new SharedByText<ReadonlyMap<string, string>>();
  const pages = pagesOf((at, id) =>
    sql
      .selectFrom('access_grant')
      .select([
        'id',
        'label',
        'tags',
        'addresses',
        'expires_at',
        'token_hash',
        'previous_hash',
        'previous_until',
        'revoked_at',
        'revision',
      ])
      .where((x) => x.or([x('revision', '>', at), x.and([x('revision', '=', at), x('id', '>', id)])]))
      .orderBy('revision')
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute(),
  );
  for await (const rows of pages(after)) {
    const ids = rows.map(({ id }) => id);
    const access = await sql.selectFrom('grant_access').selectAll().where('grant_id', 'in', ids).execute();
    const byGrant = Map.groupBy(access, (row) => row.grant_id);
    for (const row of rows) {
      const { previous_hash, previous_until } = row;
      const reach = byGrant.get(row.id) ?? [];
      yield {
        id: row.id,
        live: row.revoked_at === null,
        label: row.label,
        tags: tags.of(row.tags, (text) => new Map(Object.entries(JSON.parse(text) as Record<string, string>))),
        servers: opens.of(textOf(reach), () => new Map(reach.map(({ server, policy }) => [server, policy]))),
        addresses: addresses.of(row.addresses, (text) => JSON.parse(text) as string[]),
        expiresAt: row.expires_at ?? undefined,
        tokenHash: row.token_hash,
        outgoing:
          previous_hash === null || previous_until === null
            ? undefined
            : { tokenHash: previous_hash, until: previous_until },
      };
    }
  }
}

/** Names have no space in them. */
function textOf(reach: readonly { readonly server: string; readonly policy: string }[]): string {
  return reach.map(({ server, policy }) => `${server} ${policy}`).join(' ');
}

/** Page after page behind (revision, id). */
function pagesOf<R extends { readonly id: string; readonly revision: number }>(
  read: (revision: number, id: string) => Promise<R[]>,
): (after: number) => AsyncGenerator<R[]> {
  return async function* pages(after) {
    // No id is greater than this one: what bears the revision itself has been read.
    let place = { revision: after, id: '~' };
    for (;;) {
      const rows = await read(place.revision, place.id);
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows;
      place = { revision: last.revision, id: last.id };
    }
  };
}
