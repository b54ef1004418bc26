import type { Passwords } from '../accounts/index.ts';

/**
 * What verbs need of the world besides the database: one member a port, given by the composition root. A verb whose
 * port is absent in a process (a command that opened the folder by itself) says so with a fault.
 */
export interface Services {
  /** The data folder of this installation. */
  readonly dataFolder: string;
  /** Hashes passwords; one for the process, for its patience is bounded. */
  readonly passwords: Passwords;
  /** How this gateway is reached, for links: an origin without a trailing slash. Absent: it is not, from here. */
  readonly origin?: () => string;
  /** The cookie of browser sessions. */
  readonly cookie: { readonly name: string; readonly secure: boolean };
}
