/** The largest first. Of each size there is one statement, which is compiled once and kept. */
const sizes = [100, 10, 1] as const;

/**
 * Goes through many rows by a statement for a hundred of them at a time: one for each takes as long as it takes to ask for
 * it, and whoever waits for the transaction waits ten times as long. Everything else has its turn between the parts.
 *
 * @param write one statement for these rows
 */
export async function inParts<R>(rows: readonly R[], write: (part: readonly R[]) => Promise<unknown>): Promise<void> {
  let at = 0;
  for (const size of sizes) {
    for (; at + size <= rows.length; at += size) await write(rows.slice(at, at + size));
  }
}
