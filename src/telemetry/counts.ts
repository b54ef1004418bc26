/** A counter by a few labels in plain integers: the request path only adds. `collect` hands it to Prometheus. */
export class Counts {
  /** By the first label, the second, the third. Names are those of the configuration and of codes: few. */
  readonly #byLabels = new Map<string, Map<string, Map<string, number>>>();

  add(a: string, b: string, c = ''): void {
    const counts = inner(inner(this.#byLabels, a), b);
    counts.set(c, (counts.get(c) ?? 0) + 1);
  }

  *entries(): Generator<readonly [labels: readonly [string, string, string], count: number]> {
    for (const [a, others] of this.#byLabels) {
      for (const [b, counts] of others) for (const [c, count] of counts) yield [[a, b, c], count];
    }
  }
}

function inner<V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> {
  let found = map.get(key);
  if (found === undefined) {
    found = new Map();
    map.set(key, found);
  }
  return found;
}
