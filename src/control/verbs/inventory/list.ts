import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { Fault, Slices } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { cursorOf, largePageFields, pageOf, pagePosition } from '../../page.ts';
import { slugField } from '../../registry/names.ts';
import { grantRef } from '../grant/grant.ts';
import { isPartOf } from '../part-of.ts';
import { grantsByLabel } from './grants-by-label.ts';
import { callableBy, type InventoryItem, inventoryItem, inventoryShape } from './inventory-item.ts';
import { InventoryTools, type ToolsOfServer } from './inventory-tools.ts';
import { lastUses } from './last-uses.ts';

/** A page ends when so many tools were looked at for it, however few grants are on it: what it costs is bounded. */
const mostTools = 2_000;
const grantsAtOnce = 20;

/** A whole page waits so long for all servers that nothing is known of: one that is well has told its tools by then. */
const patienceMs = 250;

/** A definition's class is the same whoever asks. */
const knownTools = new InventoryTools();

/** For each grant in force the tools that it can call, and what stands between. */
export const listInventory = defineVerb({
  name: 'inventory.list',
  summary: 'For each grant the tools that it can call: class, limits, approvals, and what nobody used in 30 days.',
  permission: 'inventory:read',
  change: false,
  input: z.strictObject({
    ...largePageFields,
    grant: grantRef.optional(),
    q: z.string().max(100).optional().describe('a part of the label'),
    server: slugField.optional(),
    unused: z.stringbool().or(z.boolean()).default(false).describe('only what nobody used in 30 days'),
  }),
  output: pageOf(inventoryShape),
  prepare: async ({ cursor, limit, grant: ref, q, server, unused }, { sql, services, now }) => {
    if (services.snapshot === undefined) {
      throw new Fault('store_unavailable', 'start the gateway: what agents can call is known where it runs');
    }
    const snapshot = await services.snapshot();
    const after = cursor === undefined ? '' : pagePosition(cursor).id;
    // One that is declared and gone is reached by nobody.
    const there = server === undefined || snapshot.servers.has(server);
    const meant = grantsByLabel(snapshot).filter(({ key, grant: { principal, servers } }) => {
      const { id, label } = principal.grant;
      const named = ref === undefined || id === ref || label === ref;
      const reaches = there && (server === undefined || servers.has(server));
      return key > after && named && (q === undefined || isPartOf(q, label)) && reaches;
    });
    const slices = new Slices();
    const enough = setTimeout(patienceMs, undefined, { ref: false });
    const tools = new Map<string, ToolsOfServer>();
    const items: InventoryItem[] = [];
    let looked = 0;
    while (items.length < Math.min(limit, meant.length) && looked < mostTools) {
      const some = meant.slice(items.length, Math.min(items.length + grantsAtOnce, limit)).map(({ grant }) => grant);
      const reach = new Set(some.flatMap(({ access }) => [...access.keys()]));
      const slugs = server === undefined ? [...reach] : [server];
      const unknown = new Set(slugs.filter((slug) => !tools.has(slug)));
      const found = await knownTools.of(unknown, { sql, services }, snapshot, slices, enough);
      for (const [slug, of] of found) tools.set(slug, of);
      const ids = some.map(({ principal }) => principal.grant.id);
      const uses = await lastUses(sql, ids, slugs, now);
      for (const grant of some) {
        if (looked >= mostTools) break;
        if (slices.over) await slices.rest();
        for (const slug of grant.access.keys()) looked += tools.get(slug)?.length ?? 0;
        const callable = callableBy(grant, tools);
        items.push(inventoryItem(grant, callable, tools, uses.get(grant.principal.grant.id), unused));
      }
    }
    const last = items.length < meant.length ? meant[items.length - 1] : undefined;
    return { items, ...(last === undefined ? {} : { next: cursorOf({ at: 0, id: last.key }) }) };
  },
  run: async (_input, _context, page) => page,
});
