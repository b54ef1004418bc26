import { hkdfSync } from 'node:crypto';

/** Something is wrong with a secret key or with what was sealed under one. The message never holds a secret. */
export class SealError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SealError';
  }
}

/** What a sub-key is for: no key ever serves two purposes. */
export type Purpose =
  | 'audit-chain'
  | 'credential'
  | 'session'
  | 'device'
  | 'request-state'
  | 'task'
  | 'captured-arguments'
  | 'decided-arguments'
  | 'asked-calls'
  | 'second-factor'
  | 'idempotency'
  | 'backup'
  | 'channel'
  | 'outbox'
  | 'letter';

const keyBytes = 32;

/**
 * The secret keys of an installation. The first seals; the others only open what was sealed before a rotation. A key's
 * id is derived from it, so that it is the same wherever the key comes from, and says nothing about it.
 */
export class KeyRing {
  /** The id of the key that seals: eight hexadecimal digits. */
  readonly current: string;
  readonly #keys = new Map<string, Buffer>();
  readonly #derived = new Map<string, Buffer>();

  /**
   * @param keys 32 bytes each, the current one first; at least one
   * @throws SealError
   */
  constructor(keys: readonly Buffer[]) {
    for (const key of keys) {
      if (key.length !== keyBytes) throw new SealError(`a secret key is ${keyBytes} bytes, not ${key.length}`);
      this.#keys.set(derive(key, 'key-id', 4).toString('hex'), Buffer.from(key));
    }
    const [first] = this.#keys.keys();
    if (first === undefined) throw new SealError('a key ring needs at least one secret key');
    this.current = first;
  }

  /** All ids, the current one first. */
  get ids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /**
   * @returns 32 bytes derived (HKDF-SHA-256) from the key of that id for that purpose
   * @throws SealError when the ring does not hold that key
   */
  subkey(purpose: Purpose, id: string = this.current): Buffer {
    const name = `${id}/${purpose}`;
    const known = this.#derived.get(name);
    if (known !== undefined) return known;
    const key = this.#keys.get(id);
    if (key === undefined) throw new SealError(`the secret key ${id} is not in the key ring`);
    const made = derive(key, purpose, keyBytes);
    this.#derived.set(name, made);
    return made;
  }

  /** What stands in a log when somebody logs a ring. */
  toJSON(): { readonly keys: readonly string[] } {
    return { keys: this.ids };
  }
}

function derive(key: Buffer, info: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `toolgate/${info}`, length));
}
