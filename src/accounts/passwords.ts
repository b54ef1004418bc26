import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Fault } from '../kernel/index.ts';

/** What one hash costs. */
export interface HashCost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** RFC 9106, section 4, the second choice, in one lane: the machine has calls to serve. */
const defaultHashCost: HashCost = { memory: 64 * 1024, passes: 3, parallelism: 1 };

/** So many are computed at a time, so many more may wait: a flood of sign-ins costs neither memory nor patience. */
const atOnce = 2;
const mayWait = 30;

const saltBytes = 16;
const tagBytes = 32;
const derive = promisify(argon2);
const form = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/**
 * Hashes passwords with argon2id (RFC 9106), in the PHC string form, which carries its cost: hashes of an older cost go
 * on being verified, and are replaced at the next sign-in.
 */
export class Passwords {
  readonly #cost: HashCost;
  readonly #queue: (() => void)[] = [];
  #running = 0;
  #nobodys: Promise<string> | undefined;

  constructor(cost: HashCost = defaultHashCost) {
    this.#cost = cost;
  }

  /** @throws Fault `overloaded` when too many are waiting */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(saltBytes);
    const tag = await this.#derive(password, salt, this.#cost);
    const { memory, passes, parallelism } = this.#cost;
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
  }

  /**
   * @param encoded what is kept of the account's password; `undefined` for an account that does not exist, which costs
   *   as much and is never right
   * @throws Fault `overloaded` when too many are waiting
   */
  async verify(
    encoded: string | undefined,
    password: string,
  ): Promise<{ readonly ok: boolean; readonly stale: boolean }> {
    const kept = parse(encoded ?? (await this.#nobody()));
    const tag = await this.#derive(password, kept.salt, kept.cost);
    const ok = timingSafeEqual(tag, kept.tag) && encoded !== undefined;
    const { memory, passes, parallelism } = this.#cost;
    const stale = kept.cost.memory !== memory || kept.cost.passes !== passes || kept.cost.parallelism !== parallelism;
    return { ok, stale };
  }

  /** The hash of a password that nobody has. */
  #nobody(): Promise<string> {
    this.#nobodys ??= this.hash(randomBytes(32).toString('hex')).catch((error: unknown) => {
      this.#nobodys = undefined;
      throw error;
    });
    return this.#nobodys;
  }

  async #derive(password: string, nonce: Buffer, { memory, passes, parallelism }: HashCost): Promise<Buffer> {
    if (this.#running >= atOnce) {
      if (this.#queue.length >= mayWait) throw new Fault('overloaded', 'too many sign-ins at once; try again soon');
      const turn = Promise.withResolvers<void>();
      this.#queue.push(turn.resolve);
      await turn.promise;
    } else this.#running += 1;
    try {
      const message = password.normalize('NFKC');
      return await derive('argon2id', { message, nonce, parallelism, tagLength: tagBytes, memory, passes });
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

function parse(encoded: string): { cost: HashCost; salt: Buffer; tag: Buffer } {
  const [, memory, passes, parallelism, salt, tag] = form.exec(encoded) ?? [];
  if (salt === undefined || tag === undefined) throw new Error('what is kept of a password cannot be read');
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
