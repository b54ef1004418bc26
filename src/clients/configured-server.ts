import type { JsonObject } from '../protocol/index.ts';
import type { ClientId } from './client.ts';

/** A place in a text, from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A string of a server's entry: what it is, and where it stands. It may be a secret. */
export interface PlacedText<T> extends TextPlace {
  readonly value: T;
}

/** A server as a client's file declares it. Everything in it may hold secrets: show it through `describeServer` only. */
export interface ConfiguredServer extends TextPlace {
  readonly name: string;
  /** The members on the way to it in its file. */
  readonly path: readonly string[];
  /** The entry itself. */
  readonly entry: JsonObject;
  readonly transport: 'stdio' | 'http';
  /** Program and arguments; empty for one behind a URL. */
  readonly command: readonly PlacedText<string>[];
  readonly cwd: string | undefined;
  readonly env: ReadonlyMap<string, PlacedText<string>>;
  readonly url: PlacedText<string> | undefined;
  readonly headers: ReadonlyMap<string, PlacedText<string>>;
  /** The variable that Codex takes the bearer token from. */
  readonly tokenVariable: string | undefined;
  readonly disabled: boolean;
  /** Tools that the client runs without asking anybody; `all` where it never asks. */
  readonly unasked: PlacedText<readonly string[] | 'all'> | undefined;
}

/** An entry that is no server. */
export interface ConfigurationProblem extends TextPlace {
  readonly message: string;
}

/** A client's file, read. */
export interface ClientConfiguration {
  /** As it was named by whoever had it read. */
  readonly file: string;
  /** Whose format it is; `undefined` where several use it. */
  readonly client: ClientId | undefined;
  readonly format: 'jsonc' | 'toml';
  readonly servers: readonly ConfiguredServer[];
  /** What could not be read; a file that is not well-formed has one problem and no servers. */
  readonly problems: readonly ConfigurationProblem[];
}
