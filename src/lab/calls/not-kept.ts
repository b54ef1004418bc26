import { step } from '../step.ts';

/**
 * Stands where values of a call were not kept, so that the one judge there is can judge what is left. A judgement that
 * read none of these places is the judgement of every call that differs in them alone, since the judge is a function
 * of what it reads; one that read any is none at all. Nothing has to know how conditions are evaluated.
 *
 * One belongs to one call.
 */
export class NotKept {
  #needed: string | undefined;

  /** The first place that was read since the last `forget`, as a path of the policy language where it has one. */
  get needed(): string | undefined {
    return this.#needed;
  }

  forget(): void {
    this.#needed = undefined;
  }

  /** Puts a value that nobody kept at a key; that the key is there is known. */
  at<T extends object>(target: T, key: keyof T & string, path: string): T {
    return Object.defineProperty(target, key, { enumerable: true, configurable: true, get: () => this.#read(path) });
  }

  /** An object that is known to be one, of which only these members are known: not even which others there are. */
  some<T extends object>(known: T, path: string): T {
    return new Proxy(known, {
      get: (target, key) => (Object.hasOwn(target, key) ? Reflect.get(target, key) : this.#read(further(path, key))),
      has: (target, key) => (Object.hasOwn(target, key) ? true : this.#read(further(path, key))),
      getOwnPropertyDescriptor: (target, key) =>
        Reflect.getOwnPropertyDescriptor(target, key) ?? this.#read(further(path, key)),
      ownKeys: () => this.#read(path),
    });
  }

  #read(path: string): never {
    this.#needed ??= path;
    // The judge refuses what it cannot judge; whoever asked it looks at `needed` first.
    throw new Error(`${path} was not kept`);
  }
}

/** What looks at an object by a symbol asks for all of it. */
function further(path: string, key: string | symbol): string {
  return typeof key === 'symbol' ? path : step(path, key);
}
