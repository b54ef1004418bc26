/** How closely a suggestion follows what was seen. */
export interface SuggestStrictness {
  /** Tools of one verb that make a glob; more than anybody has where none is made. */
  readonly toolsOfAGlob: number;
  /** Whether verbs that change something make globs, too. */
  readonly changingVerbs: boolean;
  /** Whether arguments that were never seen are refused. */
  readonly closedArguments: boolean;
  /** Whether a text that had few values may have no other. */
  readonly enums: boolean;
  /** What ranges of numbers are widened by; `undefined` for no ranges. */
  readonly rangeFactor: number | undefined;
  /** What peak rates are multiplied by. */
  readonly headroom: number;
}

export const strictnesses = {
  strict: {
    toolsOfAGlob: Number.POSITIVE_INFINITY,
    changingVerbs: false,
    closedArguments: true,
    enums: true,
    rangeFactor: 1,
    headroom: 1.25,
  },
  normal: { toolsOfAGlob: 3, changingVerbs: false, closedArguments: true, enums: true, rangeFactor: 2, headroom: 2 },
  loose: {
    toolsOfAGlob: 3,
    changingVerbs: true,
    closedArguments: false,
    enums: false,
    rangeFactor: undefined,
    headroom: 4,
  },
} as const satisfies Readonly<Record<string, SuggestStrictness>>;

export type StrictnessName = keyof typeof strictnesses;
