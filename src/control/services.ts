import type { Passwords } from '../accounts/index.ts';
import type { Head } from '../audit/index.ts';
import type { Config, ServerConfig } from '../config/index.ts';
import type { ToolTable } from '../definitions/index.ts';
import type { Snapshot } from '../snapshot/index.ts';
import type { Removal, Verification } from '../store/index.ts';

/** What the configuration file declares: read-only for every verb. */
export type DeclaredConfig = Pick<Config, 'servers' | 'policies' | 'grants'> &
  Partial<Pick<Config, 'audit' | 'capture' | 'webhooks' | 'smtp' | 'catalog'>>;

/**
 * What verbs need of the world besides the database: one member a port, given by the composition root. A verb whose
 * port is absent in a process (a command that opened the folder by itself) says so with a fault.
 */
export interface Services {
  /** The data folder of this installation. */
  readonly dataFolder: string;
  /** Hashes passwords; one for the process, for its patience is bounded. */
  readonly passwords: Passwords;
  /** How agents reach this gateway: an origin without a trailing slash. Absent: they do not, from here. */
  readonly origin?: () => string;
  /** How operators reach the dashboard, for links; absent: as agents reach the gateway. */
  readonly dashboard?: () => string;
  /** The cookie of browser sessions. */
  readonly cookie: { readonly name: string; readonly secure: boolean };
  /** Absent where no gateway runs: then nothing is known of a file. */
  readonly declared?: () => DeclaredConfig;
  /** Resolves when what was committed is in force in this process; with `false` when that takes too long to wait for it. */
  readonly inForce?: () => Promise<boolean>;
  /** What requests go by now. */
  readonly snapshot?: () => Promise<Snapshot>;
  /**
   * Asks a server for its tools, by the guarded dial. Rejects with a `Fault` when it cannot be had. What stands in the
   * configuration given is all that is dialled; a process is started only where the file declares that very server.
   */
  readonly inspect?: (server: ServerConfig) => Promise<ToolTable>;
  /**
   * The same as far as it is known when `enough` settles, and without starting a process; `undefined` where the server was not
   * heard by then. Never rejects.
   */
  readonly heard?: (server: ServerConfig, enough: Promise<unknown>) => Promise<ToolTable | undefined>;
  /** Walks every chain. @param heads kept elsewhere. @throws SealError where a chain's key is not at hand */
  readonly verify?: (heads: readonly Head[]) => Promise<Verification>;
  /** Removes records that need not be kept, under signed cuts. @returns how many */
  readonly retain?: (removal: Removal) => Promise<number>;
}
