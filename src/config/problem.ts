/** What is wrong, or doubtful, in a configuration. Never holds a value that may be a secret. */
export interface ConfigProblem {
  /** JSON pointer into the document; empty for the document as a whole, or for what stands in no file. */
  readonly pointer: string;
  /** From 1; 0 when the cause stands in no file (the environment, the command line). */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** A doubt that what is stored may settle: it is told to who checks the file, and not at each start. */
  readonly maybeStored?: true;
}
