import type { JsonObject } from '../protocol/index.ts';

/** The clients whose configuration files are known, by the names that the command line takes. */
export const clientIds = [
  'claude-code',
  'claude-desktop',
  'cursor',
  'vscode',
  'windsurf',
  'codex',
  'gemini-cli',
  'zed',
] as const;

/** One of the clients. */
export type ClientId = (typeof clientIds)[number];

/** A program that the client starts. */
export interface StdioEntry {
  readonly command: string;
  readonly args: readonly string[];
  /** Values as the client's file has them: they may hold references that the client replaces. */
  readonly env: ReadonlyMap<string, string>;
}

/** A server behind a URL; the token stands in a variable of the client's environment. */
export interface RemoteEntry {
  readonly url: string;
  /** The variable that holds the bearer token. */
  readonly tokenVariable: string;
}

/** Folders that a file may lie in; they differ by platform. */
export type Base = 'home' | 'project' | 'appData' | 'config';

/** A file in which a client looks for servers. */
export interface ConfigLocation {
  readonly scope: 'user' | 'project';
  readonly base: Base;
  readonly path: readonly string[];
  /** Where this place is one; everywhere when absent. */
  readonly platforms?: readonly NodeJS.Platform[];
}

/** What is known of one client. */
export interface Client {
  readonly id: ClientId;
  readonly title: string;
  readonly format: 'jsonc' | 'toml';
  /** The member that holds the servers. */
  readonly section: string;
  /** In the order in which they are looked for; the first of a scope is the one that is written. */
  readonly places: readonly ConfigLocation[];
  /** How it spells a server that it starts. */
  readonly stdio: (entry: StdioEntry) => JsonObject;
  /** How it spells a server behind a URL; absent where it cannot take the token from its environment. */
  readonly remote?: (entry: RemoteEntry) => JsonObject;
}
