import { grantOf, type Ports, type Sessions, tellOfLists } from '../gateway/index.ts';
import { type Applied, changedLists, type Server, type Snapshot } from '../snapshot/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Upstream } from '../upstream/index.ts';

/** Calls on a server that is replaced have this long to end by themselves. */
const callsMayFinishMs = 30_000;
const requestsMayBeginMs = 2_000;
const lookEveryMs = 250;
/** What is kept of so many grants until it is looked which of them are gone. */
const few = 64;

/**
 * What has to happen once another configuration is in force: sessions that it does not allow end at once, servers that it
 * replaced when the calls on them have ended, clients whose lists it may have changed are told so, and what it says in vain
 * is told, once.
 */
export class Succession {
  readonly #ports: Ports;
  readonly #sessions: Sessions;
  readonly #log: Logger;
  /** Upstreams that were replaced and still have calls under way. */
  readonly #retiring = new Set<Upstream>();
  /** Doubts that were told already: a change of something else is no reason to tell them again. */
  #told: readonly string[] = [];
  #most = few;
  /** What was in force before. */
  #before: Snapshot;

  constructor(ports: Ports, sessions: Sessions, log: Logger) {
    this.#ports = ports;
    this.#sessions = sessions;
    this.#log = log;
    this.#before = ports.snapshot();
  }

  /** @returns what it was given */
  async settle(applied: Applied): Promise<Applied> {
    if (!applied.ok) return applied;
    for (const server of applied.retired) {
      this.#retire(server).catch((error: unknown) =>
        this.#log.warn({ error }, 'a server that was replaced did not close'),
      );
    }
    for (const warning of applied.warnings) {
      if (!this.#told.includes(warning)) this.#log.warn({ warning }, 'a configuration may not say what was meant');
    }
    this.#told = applied.warnings;
    const { journal, clock, stateless } = this.#ports;
    const { version } = applied.snapshot;
    await journal.record({ kind: 'event', time: clock.now(), event: 'configuration_applied', detail: { version } });
    await this.#sessions.keepOnly(applied.snapshot);
    await stateless.keepOnly(applied.snapshot);
    // After those have ended who are to see nothing any more.
    tellOfLists(this.#ports, this.#sessions, changedLists(this.#before, applied.snapshot));
    this.#before = applied.snapshot;
    this.#forgetGrants(applied.snapshot);
    return applied;
  }

  /**
   * What servers listed for grants that are gone, what they had under way, and that they were used. It is looked for when
   * there is twice as much as last time: a change is to cost what it changes.
   */
  #forgetGrants({ grantsById }: Snapshot): void {
    const { tables, admission, uses } = this.#ports;
    const known = (): number => tables.size + admission.size + uses.size;
    if (known() <= this.#most) return;
    tables.forget((key) => !grantsById.has(grantOf(key)));
    admission.forget((grant) => !grantsById.has(grant));
    uses.forget((grant) => !grantsById.has(grant));
    this.#most = Math.max(few, 2 * known());
  }

  /** Waits for nobody any more. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#retiring].map((upstream) => upstream.close()));
  }

  async #retire({ config: { slug }, upstream }: Server): Promise<void> {
    const { clock, calls, stateless, tables } = this.#ports;
    this.#retiring.add(upstream);
    const detached = (): (() => Promise<void>)[] => [...this.#sessions.detach(upstream), ...stateless.detach(upstream)];
    const ends = detached();
    tables.forget((key) => key.startsWith(`${slug}/`));
    const began = clock.monotonic();
    const elapsed = (): number => clock.monotonic() - began;
    // A request that took the configuration before this one may still be on its way to being a call.
    while (elapsed() < requestsMayBeginMs || (elapsed() < callsMayFinishMs && calls.boundFor(upstream))) {
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs).unref());
    }
    await upstream.quiet?.(Math.max(0, callsMayFinishMs - elapsed()));
    ends.push(...detached());
    await Promise.allSettled(ends.map((end) => end()));
    await upstream.close();
    this.#retiring.delete(upstream);
  }
}
