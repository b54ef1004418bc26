/** Upper bounds in seconds. A governed call costs well under a millisecond of its own; upstreams take what they take. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

interface Tally {
  /** How many fell under each bound and under none before it; the last, over all of them. */
  readonly counts: Float64Array;
  sum: number;
}

/**
 * A histogram by one label, in plain numbers: the request path adds two. Its text is written when somebody asks;
 * prom-client's own would cost a call as much as its token.
 */
export class Durations {
  readonly #name: string;
  readonly #help: string;
  readonly #label: string;
  readonly #tallies = new Map<string, Tally>();

  /** @param label the name of the label; its values must need no escape (slugs) */
  constructor(name: string, help: string, label: string) {
    this.#name = name;
    this.#help = help;
    this.#label = label;
  }

  add(value: string, seconds: number): void {
    let tally = this.#tallies.get(value);
    if (tally === undefined) {
      tally = { counts: new Float64Array(bounds.length + 1), sum: 0 };
      this.#tallies.set(value, tally);
    }
    let at = 0;
    while (at < bounds.length && seconds > (bounds[at] ?? 0)) at += 1;
    tally.counts[at] = (tally.counts[at] ?? 0) + 1;
    tally.sum += seconds;
  }

  /** In the exposition format of Prometheus. */
  text(): string {
    const lines = [`# HELP ${this.#name} ${this.#help}`, `# TYPE ${this.#name} histogram`];
    for (const [value, { counts, sum }] of this.#tallies) {
      const label = `${this.#label}="${value}"`;
      let below = 0;
      for (const [index, count] of counts.entries()) {
        below += count;
        lines.push(`${this.#name}_bucket{le="${bounds[index] ?? '+Inf'}",${label}} ${below}`);
      }
      lines.push(`${this.#name}_sum{${label}} ${sum}`, `${this.#name}_count{${label}} ${below}`);
    }
    return `${lines.join('\n')}\n`;
  }
}
