/** A label's value by the set's own names, joined: names are slugs and codes, in which a NUL cannot stand. */
const separator = '\0';

/** A counter by a few labels in plain integers: the request path only adds. `collect` hands it to Prometheus. */
export class Counts {
  readonly #byLabels = new Map<string, number>();

  add(a: string, b: string, c = '', amount = 1): void {
    const key = a + separator + b + separator + c;
    this.#byLabels.set(key, (this.#byLabels.get(key) ?? 0) + amount);
  }

  *entries(): Generator<readonly [labels: readonly [string, string, string], count: number]> {
    for (const [key, count] of this.#byLabels) {
      const [a = '', b = '', c = ''] = key.split(separator);
      yield [[a, b, c], count];
    }
  }
}
