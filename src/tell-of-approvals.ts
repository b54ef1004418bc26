import { approvalWaiting, tell } from './notify/index.ts';
import type { TellAsked } from './store/approvals/index.ts';

/**
 * A part of the composition root: a request and the message of it are one transaction. Values go into the outbox only
 * where a channel is to be told them.
 *
 * @param origin where links lead; `undefined` where nothing is served
 */
export function tellOfApprovals(origin: () => string | undefined): TellAsked {
  return async (tx, approval, text, now) => {
    const wanting = await tx
      .selectFrom('channel')
      .select('id')
      .where('with_values', '=', 1)
      .where('state', '=', 'active')
      .limit(1)
      .executeTakeFirst();
    const args = JSON.parse(text) as Record<string, unknown>;
    const told = { keys: Object.keys(args), values: wanting === undefined ? undefined : args };
    await tell(tx, approvalWaiting(approval, told, origin()), now);
  };
}
