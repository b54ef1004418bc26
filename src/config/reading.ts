import type { ConfigNode } from './node.ts';
import type { Locate } from './parse-document.ts';
import type { ConfigProblem } from './problem.ts';

/** What the shapes read with: where problems are gathered, and what the world offers to references. */
export class Reading {
  readonly errors: ConfigProblem[] = [];
  readonly warnings: ConfigProblem[] = [];
  /** Every file that the outcome depends on, the configuration itself included. */
  readonly files = new Set<string>();
  /** The configuration file's text. */
  readonly text: string;
  /** Absolute path of the configuration file. */
  readonly file: string;
  /** What relative paths are relative to. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly #locate: Locate;

  constructor(
    source: { readonly text: string; readonly file: string; readonly folder: string },
    env: Readonly<Record<string, string | undefined>>,
    locate: Locate,
  ) {
    this.text = source.text;
    this.file = source.file;
    this.folder = source.folder;
    this.env = env;
    this.#locate = locate;
  }

  /** Notes an error. Returns `undefined`, which is what a shape answers when it cannot read a node. */
  fail(node: ConfigNode, pointer: string, message: string): undefined {
    this.errors.push({ pointer, ...this.position(node), message });
  }

  /** @param more what else there is to say of the doubt */
  warn(node: ConfigNode, pointer: string, message: string, more?: Pick<ConfigProblem, 'maybeStored'>): void {
    this.warnings.push({ pointer, ...this.position(node), message, ...more });
  }

  position(node: ConfigNode): { readonly line: number; readonly column: number } {
    return this.#locate(node.range[0]);
  }
}
