import type { Config } from '../config/index.ts';
import { approvalWaiting, tell } from '../notify/index.ts';
import { type KeyRing, type Purpose, seal } from '../seal/index.ts';
import type { TellAsked } from '../store/approvals/index.ts';

/**
 * A part of the composition root: a request and the message of it are one transaction. Values go into the outbox only
 * where a channel is to be told them, and sealed.
 *
 * @param origin where links lead; `undefined` where nothing is served
 * @param config the configuration in force
 */
export function tellOfApprovals(
  keys: KeyRing,
  origin: () => string | undefined,
  config: () => Pick<Config, 'webhooks'>,
): TellAsked {
  const sealing = {
    seal: (purpose: Purpose, text: string, context: string) => seal(keys, purpose, Buffer.from(text), context),
  };
  return async (tx, approval, text, now) => {
    const wanting = await tx
      .selectFrom('channel')
      .select('id')
      .where('with_values', '=', 1)
      .where('state', '=', 'active')
      .limit(1)
      .executeTakeFirst();
    const isWanted = wanting !== undefined || config().webhooks.some(({ values }) => values);
    const args = JSON.parse(text) as Record<string, unknown>;
    const told = { keys: Object.keys(args), values: isWanted ? args : undefined };
    await tell(tx, approvalWaiting(approval, told, origin()), now, sealing);
  };
}
