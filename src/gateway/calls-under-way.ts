import type { Kills } from '../kills/index.ts';
import type { Upstream } from '../upstream/index.ts';
import { type Call, subjectName } from './call.ts';
import type { UnderWay } from './under-way.ts';

/** Every call that policy speaks of, from before it is judged until it has ended: what a stop must find. */
export class CallsUnderWay {
  readonly #calls = new Map<UnderWay, Call>();

  begin(call: Call, underWay: UnderWay): void {
    this.#calls.set(underWay, call);
  }

  end(underWay: UnderWay): void {
    this.#calls.delete(underWay);
  }

  /** Whether any of them is bound for that upstream, or waits there for its answer. */
  boundFor(upstream: Upstream): boolean {
    return [...this.#calls.values()].some(({ access }) => access.server.upstream === upstream);
  }

  /** Stops those that are covered: they are cancelled upstream, and their clients are told why. */
  stop(kills: Kills): void {
    for (const [underWay, { grant, session, subject }] of this.#calls) {
      const tool = subject.kind === 'tool' ? subjectName(subject) : undefined;
      if (kills.covering(grant.principal.grant, session.slug, tool) !== undefined) underWay.kill();
    }
  }
}
