/**
 * What a queue must do, written once more from the documents and as naively as can be: lists, loops and copies, no digest,
 * no index, nothing of the product.
 */
export interface ReferenceRequest {
  readonly n: number;
  readonly call: string;
  readonly args: string;
  readonly entries: string;
  readonly count: number;
  readonly timeout: number;
  readonly proposed: boolean;
  readonly askedAt: number;
  until: number;
  state: 'pending' | 'approved' | 'denied' | 'expired' | 'consumed';
  votes: string[];
  usedBy: number;
  deniedAt: number;
  nagging: boolean;
  proposal: number | undefined;
  told: boolean;
}

interface ReferenceException {
  readonly n: number;
  readonly args: string | undefined;
  readonly entries: string;
  readonly from: number;
  readonly until: number;
  left: number;
  revoked: boolean;
}

export type Expected =
  | { kind: 'approval' | 'pending' | 'denied' | 'expired'; n: number }
  | { kind: 'exception'; n: number }
  | { kind: 'cooling' | 'full' };

export interface Lasts {
  readonly minutes?: number | undefined;
  readonly uses?: number | undefined;
  readonly arguments: 'same' | 'any';
}

const coolDown = 600_000;
const day = 86_400_000;

/** One grant, one tool: calls differ in arguments only. */
export class Reference {
  readonly requests: ReferenceRequest[] = [];
  readonly exceptions: ReferenceException[] = [];

  ask(
    args: string,
    entries: string,
    count: number,
    timeout: number,
    waitedFor: number | undefined,
    now: number,
  ): Expected {
    const mine = this.requests.filter((one) => one.args === args).sort((a, b) => a.askedAt - b.askedAt);
    for (const one of mine) {
      if ((one.state === 'pending' || one.state === 'approved') && now >= one.until) {
        one.state = 'expired';
        one.told = false;
      }
    }
    const covers = (one: ReferenceRequest): boolean =>
      one.entries === entries || (one.proposed && one.entries.includes(entries));
    const approved = mine.find((one) => one.state === 'approved' && covers(one));
    if (approved) return { kind: 'approval', n: approved.n };

    const denied = latest(mine.filter((one) => one.state === 'denied' && now < one.until));
    for (const one of this.exceptions.toSorted((a, b) => a.from - b.from)) {
      const fits = (one.args === undefined || one.args === args) && one.entries.includes(entries);
      const later = denied === undefined || one.from > denied.deniedAt;
      if (fits && later && !one.revoked && now < one.until && one.left > 0) return { kind: 'exception', n: one.n };
    }
    if (denied) return { kind: 'denied', n: denied.n };

    const expired = latest(
      mine.filter(
        (one) =>
          one.state === 'expired' && (one.n === waitedFor || (!one.told && !one.proposed && one.entries === entries)),
      ),
    );
    if (expired) {
      expired.told = true;
      return { kind: 'expired', n: expired.n };
    }
    const pending = mine.find((one) => one.state === 'pending' && one.entries === entries);
    if (pending) return { kind: 'pending', n: pending.n };

    const recent = this.requests.filter(
      (one) => one.state === 'denied' && one.nagging && one.deniedAt > now - coolDown,
    );
    if (recent.length >= 3) return { kind: 'cooling' };
    if (this.requests.filter((one) => one.state === 'pending' && now < one.until).length >= 20) return { kind: 'full' };
    return { kind: 'pending', n: this.#add(args, entries, count, timeout, now, undefined).n };
  }

  approve(n: number, who: string, lasts: Lasts | undefined, lasting: Map<string, Lasts>, now: number): boolean {
    const one = this.requests[n];
    if (one?.state !== 'pending' || now >= one.until || one.votes.includes(who)) return false;
    one.votes.push(who);
    if (lasts) lasting.set(`${n}/${who}`, lasts);
    if (one.votes.length < one.count) return true;
    one.state = 'approved';
    one.until = now + one.timeout;
    const all = one.votes.map((each) => lasting.get(`${n}/${each}`));
    if (all.some((each) => each === undefined)) return true;
    const uses = Math.min(...all.map((each) => each?.uses ?? Number.POSITIVE_INFINITY)) - 1;
    const minutes = Math.min(...all.map((each) => each?.minutes ?? Number.POSITIVE_INFINITY));
    if (uses < 1) return true;
    this.exceptions.push({
      n: this.exceptions.length,
      args: all.every((each) => each?.arguments === 'any') ? undefined : one.args,
      entries: one.entries,
      from: now,
      until: now + Math.min(minutes * 60_000, day),
      left: uses,
      revoked: false,
    });
    return true;
  }

  deny(n: number, who: string, proposed: string | undefined, now: number): boolean {
    const one = this.requests[n];
    if (one === undefined || (one.state !== 'pending' && one.state !== 'approved') || now >= one.until) return false;
    one.state = 'denied';
    one.deniedAt = now;
    one.nagging = proposed === undefined;
    if (proposed !== undefined) {
      const other = this.#add(proposed, one.entries, one.count, one.timeout, now, who);
      one.proposal = other.n;
      if (other.count <= 1) other.state = 'approved';
    }
    return true;
  }

  consume(expected: Expected, args: string, entries: string, by: number, now: number): boolean {
    if (expected.kind === 'exception') {
      const one = this.exceptions[expected.n];
      if (one === undefined || one.revoked || now >= one.until || one.left < 1) return false;
      if (one.args !== undefined && one.args !== args) return false;
      if (!one.entries.includes(entries)) return false;
      one.left -= 1;
      return true;
    }
    const one = expected.kind === 'approval' ? this.requests[expected.n] : undefined;
    if (one?.state !== 'approved' || now >= one.until || one.args !== args) return false;
    if (one.entries !== entries && !(one.proposed && one.entries.includes(entries))) return false;
    one.state = 'consumed';
    one.usedBy = by;
    return true;
  }

  restore(n: number, by: number): void {
    const one = this.requests[n];
    if (one?.state === 'consumed' && one.usedBy === by) one.state = 'approved';
  }

  #add(
    args: string,
    entries: string,
    count: number,
    timeout: number,
    now: number,
    by: string | undefined,
  ): ReferenceRequest {
    const made: ReferenceRequest = {
      n: this.requests.length,
      call: args,
      args,
      entries,
      count,
      timeout,
      proposed: by !== undefined,
      askedAt: now,
      until: now + timeout,
      state: 'pending',
      votes: by === undefined ? [] : [by],
      usedBy: -1,
      deniedAt: Number.NEGATIVE_INFINITY,
      nagging: false,
      proposal: undefined,
      told: false,
    };
    this.requests.push(made);
    return made;
  }
}

function latest(of: ReferenceRequest[]): ReferenceRequest | undefined {
  return [...of].sort((a, b) => b.askedAt - a.askedAt)[0];
}
