/**
 * What verbs need of the world besides the database: one member a port, given by the composition root. A verb whose
 * port is absent in a process (a command that opened the folder by itself) says so with a fault.
 */
export interface Services {
  /** How this gateway is reached from outside, for links: an origin without a trailing slash. */
  readonly publicUrl?: string;
  /** The data folder of this installation. */
  readonly dataFolder: string;
}
