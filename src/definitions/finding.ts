/** What may be wrong with a definition. It informs: a finding alone neither hides nor denies a tool. */
export type Finding =
  | {
      /** Characters that a reader does not see, or that reorder what a reader sees. */
      readonly kind: 'hidden_text';
      /** JSON Pointer to the string. */
      readonly at: string;
      readonly what: HiddenKind;
      /** How many. */
      readonly count: number;
    }
  | {
      /** Text that tells a model what to do beyond using this tool. */
      readonly kind: 'instruction';
      readonly at: string;
      readonly what: InstructionKind;
      /** The words that were taken for it, at most 120 characters. */
      readonly quote: string;
    }
  | {
      /** A name that looks like another one in reach. */
      readonly kind: 'look_alike';
      readonly at: '/name';
      readonly other: Neighbour;
    }
  | {
      /** A text that speaks of a tool of another server, or a name that another server has, too. */
      readonly kind: 'shadowing';
      readonly at: string;
      readonly other: Neighbour;
    };

/** Kinds of characters that nobody sees. */
export type HiddenKind = 'zero_width' | 'bidirectional' | 'tag' | 'control' | 'private_use' | 'filler';

/** Kinds of text addressed to a model. */
export type InstructionKind = 'override' | 'secrecy' | 'precondition' | 'exfiltration' | 'markup';

/** A tool in reach of the same client. */
export interface Neighbour {
  readonly server: string;
  readonly name: string;
}
