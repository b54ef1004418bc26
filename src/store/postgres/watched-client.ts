import { Socket } from 'node:net';
import pg from 'pg';

/** What a connection waits for: to be made, or for the answer to a statement. Each is another object. */
export interface Wait {
  /** When it began, or when last something came for it, in monotonic ms. */
  heardAt: number;
}

/** A connection that knows whether an answer is waited for. */
export class WatchedClient extends pg.Client {
  /** The number by which the server knows it; a pooler in between has numbers of its own. */
  declare readonly processID: number | null;
  /** A pool has handed it out. */
  taken = true;
  readonly #socket: Socket;
  #wait: Wait | undefined;
  #bytes = 0;

  constructor(config?: pg.ClientConfig) {
    const socket = new Socket();
    super({ ...config, stream: () => socket });
    this.#socket = socket;
    const connecting = { heardAt: performance.now() };
    this.#wait = connecting;
    this.on('connect', () => {
      // The first statement may have been asked before this is told.
      if (this.#wait === connecting) this.#wait = undefined;
    });
    this.on('drain', () => {
      this.#wait = undefined;
    });
  }

  /** As the driver's own, whose many signatures stay those that callers see. */
  override query(...said: never[]): never {
    this.#wait = { heardAt: performance.now() };
    return Reflect.apply(super.query, this, said) as never;
  }

  /** Told once it can say and hear nothing any more. */
  onGone(run: () => void): void {
    this.#socket.once('close', run);
  }

  /** What it waits for now. An answer of which something has come since the last look goes on being heard. */
  look(): Wait | undefined {
    const { bytesRead } = this.#socket;
    if (this.#wait !== undefined && bytesRead !== this.#bytes) this.#wait.heardAt = performance.now();
    this.#bytes = bytesRead;
    return this.#wait;
  }

  /** Ends it at once; whoever waits is told why. */
  cut(why: string): void {
    this.#socket.destroy(new Error(why));
  }
}
