/** A change that is not in force by then is so later on; who made it is not kept waiting for ever, in ms. */
const mostWaitMs = 10_000;

/** How long after a failure it is tried again, in ms. */
const againMs = 100;

/**
 * For whoever has made a change and is told next that it is done: resolves when it is in force here. What cannot be read at
 * the moment is tried again; a gateway that cannot read it for longer than that does not serve, because nothing confirms
 * what it goes by.
 *
 * @param parts what goes by the database; each fails while it cannot tell whether it is up to date
 * @returns whether it is in force; `false` when that took too long
 */
export async function untilInForce(parts: readonly { upToDate(): Promise<void> }[]): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    resolve(false);
  }, mostWaitMs);
  const each = async (part: { upToDate(): Promise<void> }): Promise<void> => {
    while (!over) {
      try {
        return await part.upToDate();
      } catch {
        // It has been told by whoever failed.
        await new Promise((again) => setTimeout(again, againMs));
      }
    }
  };
  const inForce = await Promise.race([Promise.all(parts.map(each)).then(() => true), late]);
  clearTimeout(timer);
  return inForce;
}
