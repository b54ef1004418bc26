import type { Random } from '../reference/generate/random.ts';

/** Inputs worth spoiling further: each of them made the reader say something that no other had made it say. */
export class Corpus {
  readonly #inputs: Buffer[];
  readonly #signatures = new Set<string>();
  readonly #most: number;

  constructor(seeds: readonly string[], most = 4_096) {
    this.#inputs = seeds.map((text) => Buffer.from(text));
    this.#most = most;
  }

  get size(): number {
    return this.#inputs.length;
  }

  pick(random: Random): Buffer {
    return random.pick(this.#inputs);
  }

  /** Keeps an input whose way through the reader was not seen before. @param signature names that way */
  learn(input: Buffer, signature: string): void {
    if (this.#signatures.has(signature) || input.length > 8_192) return;
    this.#signatures.add(signature);
    if (this.#inputs.length < this.#most) this.#inputs.push(Buffer.from(input));
  }
}
