import type { Signal } from '../control/index.ts';

/**
 * Each look into the database after which everything that it found is in force confirms what the gateway goes by.
 *
 * @param looked tells when a look began (monotonic ms)
 * @param parts what goes by the database, each of which says when it is up to date
 * @returns ends it
 */
export function confirmWhatIsInForce(
  gateway: { confirm(at: number): void },
  looked: Signal<number>,
  parts: readonly { upToDate(): Promise<void> }[],
): () => void {
  return looked.subscribe((began) => {
    Promise.all(parts.map((part) => part.upToDate())).then(
      () => gateway.confirm(began),
      // Whoever failed has said so; it is tried again after the next look.
      () => undefined,
    );
  });
}
