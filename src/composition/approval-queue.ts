import type { Clock } from '../kernel/index.ts';
import type { Configurator } from '../snapshot/index.ts';
import type { NoteUse } from '../store/approvals/index.ts';
import { LateQueue, type Store } from '../store/index.ts';
import type { GatewayOptions } from './composed.ts';

/**
 * Where approvals wait and are decided. It is opened, and loaded, when the first call needs a person's word.
 *
 * @param note keeps uses on record; `undefined` where there is no control plane
 */
export function approvalQueue(
  store: Store,
  clock: Clock,
  configurator: Configurator,
  { origin, log }: GatewayOptions,
  note: () => NoteUse | undefined,
): LateQueue {
  return new LateQueue(async () => {
    const [{ openQueue }, { tellOfApprovals }] = await Promise.all([
      import('../store/approvals/index.ts'),
      import('./tell-of-approvals.ts'),
    ]);
    const { folder: dataFolder, database, keys } = store;
    const onError = (error: unknown): void => log.warn({ error }, 'decisions cannot be looked for');
    const tell = tellOfApprovals(keys, origin ?? (() => undefined), () => configurator.declared);
    return openQueue({ dataFolder, database, clock, keys, tell, note: note(), onError });
  });
}
