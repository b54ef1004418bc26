import { Bag, type Bagged } from '../kernel/index.ts';
import type { Kills } from '../kills/index.ts';
import type { Upstream } from '../upstream/index.ts';
import { type GovernedCall, subjectName } from './governed-call.ts';
import type { UnderWay } from './under-way.ts';

/** A call, and what stops it. */
export interface CallUnderWay extends Bagged {
  readonly call: GovernedCall;
  readonly underWay: UnderWay;
}

/** Every call that policy speaks of, from before it is judged until it has ended: what a stop must find. */
export class CallsUnderWay {
  readonly #calls = new Bag<CallUnderWay>();

  /** @returns by what it is ended */
  begin(call: GovernedCall, underWay: UnderWay): CallUnderWay {
    const begun: CallUnderWay = { call, underWay, place: -1 };
    this.#calls.add(begun);
    return begun;
  }

  end(begun: CallUnderWay): void {
    this.#calls.delete(begun);
  }

  /** Whether any of them is bound for that upstream, or waits there for its answer. */
  boundFor(upstream: Upstream): boolean {
    return this.#calls.all().some(({ call }) => call.access.server.upstream === upstream);
  }

  /** Stops those that are covered: they are cancelled upstream, and their clients are told why. */
  stop(kills: Kills): void {
    for (const { call, underWay } of this.#calls.all()) {
      const { grant, session, subject } = call;
      const tool = subject.kind === 'tool' ? subjectName(subject) : undefined;
      if (kills.covering(grant.principal.grant, session.slug, tool) !== undefined) underWay.kill();
    }
  }
}
