/** What happened in a simulation, as far as a promise is about it. `time` is the world's, in ms. */
export type Happening = { readonly time: number; readonly by: string } & (
  | { readonly kind: 'forwarded'; readonly call: string; readonly policy: number; readonly judgedAt: number }
  /** `at` is the authority's time. Of calls that were forwarded. */
  | {
      readonly kind: 'counted';
      readonly key: string;
      readonly windowMs: number;
      readonly max: number;
      readonly at: number;
      readonly cost: number;
    }
  | { readonly kind: 'used' | 'given back'; readonly approval: string; readonly call: string }
  | { readonly kind: 'acknowledged'; readonly policy: number }
  | {
      readonly kind: 'taken';
      readonly letter: string;
      readonly address: string;
      readonly sender: string;
      readonly place: number;
    }
  | { readonly kind: 'confirmed'; readonly letter: string; readonly held: boolean }
  | { readonly kind: 'note'; readonly what: string }
);

/** {@link Happening} without what whoever writes it down adds. */
export type Told = Happening extends infer H ? (H extends Happening ? Omit<H, 'time' | 'by'> : never) : never;

/** Written by the world, in the order of its time. */
export class History {
  readonly happenings: Happening[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  tell(by: string, told: Told): void {
    this.happenings.push({ time: this.#now(), by, ...told } as Happening);
  }
}
