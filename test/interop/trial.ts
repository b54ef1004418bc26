/** Something of others that is tried with a gateway between it and what it talks to. */
export interface Trial {
  /** The package, in `node_modules` of the folder that is named. */
  readonly name: string;
  run(folder: string): Promise<Tried>;
}

export interface Tried {
  readonly passed: boolean;
  /** What was seen, in one line. */
  readonly said: string;
}
