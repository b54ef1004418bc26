/** What a JSON text may cost at most. All three are set per server in the configuration (`caps`). */
export interface JsonCaps {
  /** Length of the text in bytes. */
  readonly bytes: number;
  /** Objects and arrays inside one another. */
  readonly depth: number;
  /**
   * Values of any kind, object keys not counted. A number that cannot be seen at once to survive a double (more than
   * 15 digits, or very small) counts as four.
   */
  readonly nodes: number;
}

/**
 * For what was read strictly where it came from, and is read again: it was accepted once, and is so again. Nothing comes to
 * be deeper than this by being put into a message of ours.
 */
export const noCaps: JsonCaps = Object.freeze({
  bytes: Number.POSITIVE_INFINITY,
  depth: 1024,
  nodes: Number.POSITIVE_INFINITY,
});

/** threats B07: a tool that writes a 2 MB file must work, a body made of brackets must not stall the process. */
export const defaultCaps: JsonCaps = Object.freeze({ bytes: 4 * 1024 * 1024, depth: 64, nodes: 100_000 });
