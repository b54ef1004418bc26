import { type Control, decisions, loadKills, pinStore } from '../control/index.ts';
import { PinnedDefinitions } from '../definitions/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { afterSetBacks } from './after-set-backs.ts';
import { openCapturing } from './capturing.ts';
import type { Gateway } from './composed.ts';
import { openNotifications } from './notifications.ts';

/** What operators decide, on its way to the calls that it is about. */
export interface Governance {
  /** Resolves when everything of which this process knows that it was changed is in force. @throws when it cannot be */
  upToDate(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The part of the composition root where what operators decide about definitions and stops reaches the data plane:
 * before the first call, and again whenever it has changed, here or in another process. Whoever is told of what happens
 * is told from here on.
 *
 * @throws whatever keeps it from being read: a gateway that does not know what is stopped must not start
 */
export async function govern(gateway: Gateway, control: Control, log: Logger, version: string): Promise<Governance> {
  const { sql } = control;
  let noted = await afterSetBacks(control, 0, log);
  // The number first: what is decided meanwhile is read once more, and not passed over.
  let known = await decisions(sql);
  const pins = await PinnedDefinitions.open(pinStore(control), {
    drifted: (server) => {
      log.warn({ server }, 'a server lists tools that nobody approved; they are quarantined');
      gateway.toolsChanged(server);
    },
    changed: () => gateway.toolsChanged(),
    failed: (server, error) => log.error({ server, error }, 'what a server lists could not be kept; it is quarantined'),
  });
  let kills = await loadKills(sql);
  const capturing = await openCapturing(gateway, control, log);
  gateway.pin(pins);
  gateway.noteUses((tx, use, now) => {
    if (control.setBacks.length > noted) throw new Error('the database was set back: what was approved has yet to end');
    return control.note(tx, use, now);
  });
  await gateway.stop(kills);

  const follow = async (): Promise<void> => {
    await capturing.reload();
    const stopped = await loadKills(sql);
    if (!stopped.sameAs(kills)) {
      kills = stopped;
      await gateway.stop(kills);
    }
    const made = await decisions(sql);
    if (made === known && control.setBacks.length === noted) return;
    const setBacks = await afterSetBacks(control, noted, log);
    await pins.reload();
    known = made;
    noted = setBacks;
  };
  // One at a time, and once more when something has changed meanwhile.
  let following: Promise<void> = Promise.resolve();
  let behind: unknown;
  const again = (): Promise<void> => {
    following = following.then(follow).then(
      () => {
        behind = undefined;
      },
      (error: unknown) => {
        behind = error;
        log.error({ error }, 'what operators have decided could not be read');
      },
    );
    return following;
  };
  const unsubscribe = control.changed.subscribe(() => void again());
  const notifications = openNotifications(
    control,
    () => gateway.declared(),
    async () => (await gateway.verify()).findings,
    log,
    version,
  );
  return {
    upToDate: async () => {
      await (behind === undefined ? following : again());
      if (behind !== undefined) throw behind;
    },
    close: async () => {
      await notifications.close();
      unsubscribe();
      await following;
      await capturing.close();
    },
  };
}
