/** How something fails. */
export const ways = ['down', 'stalled', 'error', 'garbage', 'flapping'] as const;
export type Way = (typeof ways)[number];

/** Calls, each by a name of its own. */
export interface Calls {
  /** Those that have reached their server, as that one knows them. */
  readonly forwarded: readonly string[];
  readonly recorded: ReadonlySet<string>;
}

/** Something that calls need, in use, and what can break it. */
export interface Standing {
  /** Asks once for what needs it. @returns `allow`, or why not: a code, or the sentence that an operator reads */
  ask(): Promise<string>;
  break(way: Way): Promise<void>;
  mend(): Promise<void>;
  /** What must hold of all that was let through. @throws */
  check?(): void | Promise<void>;
  /** Where calls are made: all so far, those that reached their server in the order in which they did. */
  calls?(): Promise<Calls>;
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
  /** Whether what is asked for are calls: each that reaches its server must be on the record. */
  readonly makesCalls?: true;
  /** Why it cannot be tried on this machine. */
  readonly missing?: string | undefined;
  /** Absent where no cell can be tried. */
  readonly open?: () => Promise<Standing>;
}

/** What came of one cell, as a run leaves it in `reports/`. */
export interface Outcome {
  readonly what: string;
  readonly way: Way;
  /** How it was brought about, or why it means nothing. */
  readonly how: string;
  /** What calls were refused with; absent where nothing was tried. */
  readonly refused?: readonly string[];
  readonly recoveredMs?: number;
  /** Of the calls that reached their server by the end of this cell, those on the record; absent where none are made. */
  readonly calls?: { readonly forwarded: number; readonly recorded: number };
  /** From the end of the fault until all of them were. */
  readonly filedMs?: number;
}
