/** How something fails. */
export const ways = ['down', 'stalled', 'error', 'garbage', 'flapping'] as const;
export type Way = (typeof ways)[number];

/** Something that calls need, in use, and what can break it. */
export interface Standing {
  /** Asks once for what needs it. @returns `allow`, or why not: a code, or the sentence that an operator reads */
  ask(): Promise<string>;
  break(way: Way): Promise<void>;
  mend(): Promise<void>;
  /** What must hold of all that was let through. @throws */
  check?(): void | Promise<void>;
  close(): Promise<void>;
}

/**
 * A cell of the table: how the fault is brought about, or why there is none. While it lasts every question is refused with
 * the row's reason; where it comes and goes (`mixed`) a question may also be let through.
 */
export type Cell =
  | { readonly how: string; readonly mixed?: true }
  /** There is no such fault, because of this. */
  | { readonly none: string };

/** What calls need: a row of the table. */
export interface Row {
  readonly what: string;
  /** What it says when it is broken. */
  readonly refused: RegExp;
  readonly cells: Readonly<Record<Way, Cell>>;
  /** Why it cannot be tried on this machine. */
  readonly missing?: string | undefined;
  /** Absent where no cell can be tried. */
  readonly open?: () => Promise<Standing>;
}
