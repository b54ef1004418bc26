import { newDataKey } from '../../src/seal/index.ts';
import type { TestControl } from '../../test/support/control.ts';

/** How much of everything there is: what the control plane is to be quick with. */
export const sizes = { grants: 10_000, servers: 1_000, policies: 100 } as const;

/** Registers servers, policies and grants as the verbs would, of which each grant opens three or four. */
export async function fillRegistry({ control: { sql, keys }, clock }: TestControl): Promise<void> {
  const { grants, servers, policies } = sizes;
  const now = clock.now();
  const text = JSON.stringify({ version: '1', default: 'deny', tools: { 'get_*': {}, 'tool_1*': {} } });
  const by = { created_by: 'bench', created_at: now, updated_at: now, revision: 1 };
  await sql.transaction().execute(async (tx) => {
    for (let i = 0; i < policies; i += 1) {
      const policy = { id: `p${i}`, name: `policy-${i}`, description: '', active_version: 1, latest_version: 1 };
      await tx
        .insertInto('policy')
        .values({ ...policy, ...by, observe: 0, confirmed: 0, removed_at: null })
        .execute();
      const version = {
        policy_id: `p${i}`,
        version: 1,
        format: 'json',
        text,
        note: '',
        author: 'bench',
        created_at: now,
      };
      await tx.insertInto('policy_version').values(version).execute();
    }
    for (let i = 0; i < servers; i += 1) {
      const id = `s${i}`;
      const data_key = newDataKey(keys, { organization: 'default', record: id });
      const at = { id, slug: `server-${i}`, name: id, url: `https://s${i}.example/mcp`, settings: '{}', ca: null };
      await tx
        .insertInto('server')
        .values({ ...at, ...by, data_key, two_person: 0, removed_at: null })
        .execute();
    }
    for (let i = 0; i < grants; i += 1) {
      const id = `g${i}`;
      const grant = {
        id,
        label: `grant-${i}`,
        owner: null,
        tags: '{}',
        addresses: '[]',
        token_hash: id.padEnd(64, 'x'),
      };
      const never = { expires_at: null, previous_hash: null, previous_until: null, rotated_at: null, revoked_at: null };
      await tx
        .insertInto('access_grant')
        .values({ ...grant, ...by, ...never })
        .execute();
      // One server that everybody may reach, and three of many.
      const reached = new Set([0, i % servers, (i + 333) % servers, (i + 666) % servers]);
      const reach = [...reached].map((n) => ({
        grant_id: id,
        server: `server-${n}`,
        policy: `policy-${i % policies}`,
      }));
      await tx.insertInto('grant_access').values(reach).execute();
    }
    await tx.updateTable('registry_revision').set({ value: 1 }).execute();
  });
}
