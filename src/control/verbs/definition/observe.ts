import { z } from 'zod';
import { tell } from '../../../notify/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { KeptDefinitions } from '../../definitions/kept-definitions.ts';
import { definitionState } from './definition.ts';

/** A definition up to this long is kept, in UTF-16 units: longer ones cannot be compared, but are quarantined all the same. */
const longestText = 256 * 1024;
const rowsAtOnce = 200;

/**
 * Notes what a pinned server lists. No route leads here: the gateway itself asks for it, when it reads a list.
 *
 * The first list of a server is approved whole. Of processes that read one at the same time, one is first.
 */
export const observeDefinitions = defineVerb({
  name: 'definition.observe',
  summary: 'Notes what a pinned server lists.',
  permission: 'definitions:decide',
  change: true,
  input: z.strictObject({
    server: z.string(),
    tools: z.array(z.strictObject({ name: z.string(), hash: z.string(), text: z.string() })),
  }),
  output: z.strictObject({
    known: z.array(z.strictObject({ tool: z.string(), hash: z.string(), state: definitionState })),
  }),
  run: async ({ server, tools }, { tx, now, ids, event }) => {
    const kept = await KeptDefinitions.read(tx, server);
    const { isFirst } = kept;
    if (isFirst) await tx.insertInto('listed_server').values({ server, listed_at: now }).execute();
    const fresh = kept.freshIn(tools);
    const state = isFirst ? 'approved' : 'waiting';
    for (let i = 0; i < fresh.length; i += rowsAtOnce) {
      const rows = fresh.slice(i, i + rowsAtOnce).map(({ name, hash, text }) => ({
        id: ids.id(),
        server,
        tool: name,
        hash,
        state,
        text: text.length > longestText ? null : text,
        seen_at: now,
        decided_at: isFirst ? now : null,
        decided_by: isFirst ? 'first list' : null,
      }));
      await tx.insertInto('definition').values(rows).execute();
    }
    const changes = fresh.map(({ name }) => ({
      name,
      change: kept.hasApproved(name) ? ('changed' as const) : ('new' as const),
    }));
    if (isFirst) event({ server, tools: fresh.length }, 'definition.listed_first');
    else
      event(
        { server, tools: changes.slice(0, 100), more: Math.max(0, changes.length - 100) },
        'definition.quarantined',
      );
    if (!isFirst && fresh.length > 0) {
      await tell(tx, { type: 'definitions.waiting', data: { server, tools: changes.slice(0, 100) } }, now);
    }
    return {
      // What there was no room for waits as well, as long as this process knows of it.
      known: tools.map(({ name, hash }) => ({ tool: name, hash, state: kept.stateOf({ name, hash }) ?? state })),
    };
  },
});
