/** What seals and opens the arguments that a request keeps: `seal` and `open` of the seal room, or a verb's own. */
export interface ArgumentSeal {
  seal(plaintext: string, context: string): string;
  /** @throws SealError */
  open(envelope: string, context: string): string;
}

/** What the arguments of a request are sealed for. */
export function sealContext(id: string): string {
  return `approval/${id}/arguments`;
}
