import type { Config } from '../config/index.ts';
import type { ChangeFeed } from '../control/index.ts';
import type { DefinitionGate } from '../definitions/index.ts';
import type { Captures, GrantUses, Ports, serveStdio } from '../gateway/index.ts';
import type { SteeredClock } from '../kernel/index.ts';
import type { Kills } from '../kills/index.ts';
import type { KeyRing } from '../seal/index.ts';
import type { Applied, Stored, WriteInJson } from '../snapshot/index.ts';
import type { NoteUse } from '../store/approvals/index.ts';
import type { Removal, Sql, Store, Verification } from '../store/index.ts';
import type { HttpDoors, Served } from './open-http-doors.ts';
import type { StorageOptions } from './storage.ts';

export interface GatewayOptions extends StorageOptions {
  readonly config: Config;
  /** Starts the servers' processes before the first client asks for them. */
  readonly warm: boolean;
  /** Counts what `/metrics` tells; `together` makes of that what all tell that serve the same port. */
  readonly metrics: boolean;
  readonly together?: (own: () => Promise<string>) => () => Promise<string>;
  readonly version: string;
  /** Writes policies in YAML as JSON while calls go through; absent where none are read then. */
  readonly inJson?: WriteInJson;
  /** How operators reach the dashboard, once it is served: for links in messages. */
  readonly origin?: () => string;
}

/** A gateway that can judge and record, and serves nobody yet. */
export interface Gateway {
  readonly ports: Ports;
  readonly keys: KeyRing;
  /** `postgres://…`; `undefined` where the database is SQLite's, in the data folder. */
  readonly database: string | undefined;
  /** Puts another configuration in force, or says why not and changes nothing. */
  apply(config: Config): Promise<Applied>;
  /** Hands what is judged to this capture from now on; before, to none. */
  capture(captures: Captures): void;
  /** Asks this gate from now on which definitions of pinned servers may be shown and called; before, none may. */
  pin(gate: DefinitionGate): void;
  /** Keeps on record through this, before the first call, that what people agreed to is used. */
  noteUses(note: NoteUse): void;
  /** Refuses from now on what is stopped, and ends what is under way of it. */
  stop(kills: Kills): Promise<void>;
  /** The tools of a server, as clients may see them, are others than before: lists are read again. */
  toolsChanged(server?: string): void;
  /** The same for what the store holds. */
  applyStored(stored: Stored): Promise<Applied>;
  /** What the file declares, in the configuration in force. */
  declared(): Config;
  readonly uses: GrantUses;
  /** Tells other gateways of changes; absent where there are none. */
  readonly feed?: ChangeFeed;
  /** What was committed before this time (monotonic ms) is in force here; among several, who is not told for 5 s refuses. */
  confirm(at: number): void;
  /** The clock that all of it goes by, to be held to the database's. */
  readonly clock: SteeredClock;
  /** For the metrics. @param aheadMs how far the database's clock was found to be ahead of this machine's */
  databaseClock(aheadMs: number): void;
  /** Opens the control plane's connection to the database; once. Closed before the gateway is. @throws SqlError */
  openSql(): Promise<Sql>;
  /** Whether every record is as it was written. @param heads kept elsewhere */
  verify(heads?: Parameters<Store['verify']>[0]): Promise<Verification>;
  /** Removes records that need not be kept. @returns how many */
  retain(removal: Removal): Promise<number>;
  /** Serves one client over standard input and output, until it has closed its end. */
  serveStdio(plane: Parameters<typeof serveStdio>[0]): Promise<void>;
  /** Serves it over HTTP. @param plane what else is served beside it */
  openHttp(config: Config, plane?: Pick<Served, 'routes' | 'lost'>): Promise<HttpDoors>;
  /** Is not ready any more from now on, and goes on serving: whoever balances load sends others elsewhere. */
  drain(): void;
  /** Ends sessions and upstreams, then closes the record. Nothing may be served any more. */
  close(): Promise<void>;
}
