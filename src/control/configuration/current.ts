import { type KeyRing, openCredential } from '../../seal/index.ts';
import type { Sql } from '../../store/index.ts';
import { organization } from '../registry/organization.ts';
import { serverSettings } from '../registry/server-settings.ts';
import { reachOf } from '../verbs/grant/grant.ts';
import type { ConfigurationDocument } from './document.ts';

/**
 * What is stored now, in the form of a document. With its secrets: it is for comparing, and never leaves the process.
 *
 * @throws SealError
 */
export async function currentDocument(sql: Sql, keys: KeyRing, now: number): Promise<ConfigurationDocument> {
  return { servers: await servers(sql, keys), policies: await policies(sql), grants: await grants(sql, now) };
}

async function servers(sql: Sql, keys: KeyRing): Promise<ConfigurationDocument['servers']> {
  const rows = await sql.selectFrom('server').selectAll().where('removed_at', 'is', null).orderBy('slug').execute();
  const sealed = Map.groupBy(
    await sql.selectFrom('credential').select(['server_id', 'field', 'sealed']).execute(),
    (row) => row.server_id,
  );
  return Object.fromEntries(
    rows.map((row) => {
      const { origin } = new URL(row.url);
      const opened = new Map(
        (sealed.get(row.id) ?? []).map(({ field, sealed: text }) => [
          field,
          openCredential(keys, row.data_key, { organization, record: row.id, field, origin }, text),
        ]),
      );
      const query = opened.get('query') ?? '';
      opened.delete('query');
      const headers = Object.fromEntries([...opened].map(([field, value]) => [field.slice('header:'.length), value]));
      const settings = serverSettings.parse(JSON.parse(row.settings));
      const { slug, name, ca } = row;
      return [slug, { url: `${row.url}${query}`, name, headers, ca, twoPerson: row.two_person !== 0, ...settings }];
    }),
  );
}

async function policies(sql: Sql): Promise<ConfigurationDocument['policies']> {
  const rows = await sql
    .selectFrom('policy')
    .innerJoin('policy_version', (join) =>
      join
        .onRef('policy_version.policy_id', '=', 'policy.id')
        .onRef('policy_version.version', '=', 'policy.active_version'),
    )
    .select(['policy.name', 'policy.description', 'policy.observe', 'policy_version.text', 'policy_version.format'])
    .where('policy.removed_at', 'is', null)
    .orderBy('policy.name')
    .execute();
  return Object.fromEntries(
    rows.map(({ name, description, observe, text, format }) => [
      name,
      { text, format: format === 'yaml' ? ('yaml' as const) : ('json' as const), description, observe: observe !== 0 },
    ]),
  );
}

async function grants(sql: Sql, now: number): Promise<ConfigurationDocument['grants']> {
  const rows = await sql
    .selectFrom('access_grant')
    .selectAll()
    .where('revoked_at', 'is', null)
    .where((x) => x.or([x('expires_at', 'is', null), x('expires_at', '>', now)]))
    .orderBy('label')
    .execute();
  const found: [string, ConfigurationDocument['grants'][string]][] = [];
  for (let at = 0; at < rows.length; at += 500) {
    const some = rows.slice(at, at + 500);
    const reach = await reachOf(
      sql,
      some.map(({ id }) => id),
    );
    for (const { id, label, tags, addresses, expires_at } of some) {
      found.push([
        label,
        {
          servers: reach.get(id) ?? {},
          tags: JSON.parse(tags) as Record<string, string>,
          addresses: JSON.parse(addresses) as string[],
          expiresAt: expires_at,
        },
      ]);
    }
  }
  return Object.fromEntries(found);
}
