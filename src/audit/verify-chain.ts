import type { ChainKey, Head } from './chain.ts';

/** A kept record with its link. */
export interface KeptRecord {
  readonly seq: number;
  readonly prev: Uint8Array;
  readonly mac: Uint8Array;
  readonly text: string;
}

/** What is wrong with a chain, and where. */
export interface ChainFinding {
  readonly writer: string;
  /** The record, or the first of the records, that it is about. */
  readonly seq: number;
  readonly problem: 'edited' | 'removed' | 'reordered' | 'inserted' | 'cut' | 'forked' | 'bad_cut';
  /** One sentence. */
  readonly detail: string;
}

export interface Chain {
  readonly writer: string;
  readonly key: ChainKey;
  /** What the first record follows: the signed cut, or number 0 with the genesis mac. */
  readonly start: { readonly seq: number; readonly mac: Uint8Array };
  /** Places that the chain must pass through: its stored head, and heads that were kept elsewhere. */
  readonly heads: readonly Head[];
}

/** So many suspects are tried in each other's places; beyond, only in their neighbours'. */
const permuted = 64;
/** So many suspects are named one by one; of the rest only the number. */
const named = 1_000;

/**
 * Walks one chain, link by link in the order of `seq`, and names every record that was edited, removed, put elsewhere or
 * slipped in. A tail that was cut off shows only against a head.
 */
export class ChainWalk {
  readonly #chain: Chain;
  readonly #findings: ChainFinding[] = [];
  readonly #suspects: KeptRecord[] = [];
  readonly #expectedAt = new Map<number, Head[]>();
  #records = 0;
  #unnamed = 0;
  #last: { readonly seq: number; readonly mac: Uint8Array; readonly sound: boolean };

  constructor(chain: Chain) {
    this.#chain = chain;
    for (const head of chain.heads) this.#expectedAt.set(head.seq, [...(this.#expectedAt.get(head.seq) ?? []), head]);
    this.#last = { ...chain.start, sound: true };
    checkHeads(this.#expectedAt, chain.start, this.#find);
  }

  next(link: KeptRecord): void {
    const { key } = this.#chain;
    const last = this.#last;
    this.#records += 1;
    if (link.seq <= last.seq) {
      this.#find(link.seq, 'inserted', `record ${link.seq} stands where the chain has passed already`);
      return;
    }
    const gap = link.seq - last.seq - 1;
    if (gap > 0) this.#find(last.seq + 1, 'removed', missing(last.seq + 1, link.seq - 1));
    const sound = equal(key.mac(link.seq, link.prev, link.text), link.mac);
    if (!sound && this.#suspects.length < named) this.#suspects.push(link);
    else if (!sound) this.#unnamed += 1;
    else if (gap === 0 && last.sound && !equal(link.prev, last.mac)) {
      this.#find(link.seq, 'forked', `record ${link.seq} is genuine but follows another record than the one before it`);
    }
    if (sound) checkHeads(this.#expectedAt, link, this.#find);
    this.#last = { seq: link.seq, mac: link.mac, sound };
  }

  end(): { records: number; findings: ChainFinding[] } {
    const { key, heads } = this.#chain;
    const { seq } = this.#last;
    nameSuspects(key, this.#suspects, this.#find);
    if (this.#unnamed > 0) {
      this.#find(seq, 'edited', `${this.#unnamed} more records up to ${seq} are not as they were written`);
    }
    const beyond = heads.find((head) => head.seq > seq);
    if (beyond !== undefined) {
      this.#find(seq + 1, 'cut', `the chain ends at record ${seq}, but its head is record ${beyond.seq}`);
    }
    return { records: this.#records, findings: this.#findings };
  }

  readonly #find: Find = (seq, problem, detail) => {
    this.#findings.push({ writer: this.#chain.writer, seq, problem, detail });
  };
}

type Find = (seq: number, problem: ChainFinding['problem'], detail: string) => void;

function checkHeads(
  expectedAt: ReadonlyMap<number, readonly Head[]>,
  at: { seq: number; mac: Uint8Array },
  find: Find,
) {
  for (const head of expectedAt.get(at.seq) ?? []) {
    if (!equal(head.mac, at.mac)) find(at.seq, 'forked', `record ${at.seq} is not the one that the head names`);
  }
}

/** Whether a suspect is a genuine record in a wrong place, a stranger, or has been altered. */
function nameSuspects(key: ChainKey, suspects: readonly KeptRecord[], find: Find): void {
  const places = suspects.length <= permuted ? suspects.map((link) => link.seq) : [];
  const written = new Map<number, number>();
  for (const { seq, prev, text, mac } of suspects) {
    const own = [seq - 1, seq + 1, ...places].find((place) => place > 0 && equal(key.mac(place, prev, text), mac));
    if (own !== undefined) written.set(seq, own);
  }
  const claimed = new Set(written.values());
  for (const { seq } of suspects) {
    const own = written.get(seq);
    if (own !== undefined) {
      find(seq, 'reordered', `record ${seq} is genuine, but was written as record ${own}`);
      if (!claimed.has(seq)) find(seq, 'removed', missing(seq, seq));
    } else if (claimed.has(seq)) {
      find(seq, 'inserted', `record ${seq} was not written by this gateway; the genuine one stands elsewhere`);
    } else {
      find(seq, 'edited', `record ${seq} is not as it was written`);
    }
  }
}

function missing(from: number, to: number): string {
  return from === to ? `record ${from} is missing` : `records ${from} to ${to} are missing`;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
