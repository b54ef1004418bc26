import { randomBytes } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What stands between a client and its server:
 * - `through`: nothing · `slow`: every piece is late by so many ms · `down`: nobody listens
 * - `stalled`: connections are taken and nothing comes back · `reset`: they are reset as soon as something is said
 * - `half-closed`: the server's end is closed once something is said, and the client's stays open
 * - `error` and `garbage`: whatever is said is answered with an error of the server's protocol, or with bytes of none
 * - `flapping`: through and down by turns
 */
export type Fault =
  | { readonly kind: 'through' | 'down' | 'stalled' | 'reset' | 'half-closed' | 'garbage' }
  | { readonly kind: 'slow' | 'flapping'; readonly ms: number }
  | { readonly kind: 'error'; readonly bytes: Buffer };

/** A way to a server that can be broken. */
export class FaultProxy {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #target: number;
  #fault: Fault = { kind: 'through' };
  #flapping: NodeJS.Timeout | undefined;
  #port = 0;
  #swallowed = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#take(client));
  }

  /** @param target port of the server, on 127.0.0.1 */
  static async open(target: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await proxy.#listen(0);
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Bytes that went nowhere since it has stalled, of both sides. */
  swallowed(): number {
    return this.#swallowed;
  }

  /** The same address leads to another server from now on. What is open is cut, as by a failover. */
  lead(target: number): void {
    this.#target = target;
    this.#cut();
  }

  /** From now on; what is open feels it, too. */
  async be(fault: Fault): Promise<void> {
    clearInterval(this.#flapping);
    const wasDown = this.#fault.kind === 'down';
    this.#swallowed = 0;
    this.#fault = fault;
    if (wasDown && fault.kind !== 'down') await this.#listen(this.#port);
    if (fault.kind === 'down' && !wasDown) await this.#shut();
    // What was stalled on a connection stays there: a new one is needed, as after a real fault.
    else if (fault.kind !== 'stalled' && fault.kind !== 'through' && fault.kind !== 'slow') this.#cut();
    if (fault.kind === 'flapping') {
      this.#flapping = setInterval(() => this.#cut(), fault.ms);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#flapping);
    if (this.#fault.kind !== 'down') await this.#shut();
  }

  #take(client: Socket): void {
    const server = connect(this.#target, '127.0.0.1');
    for (const socket of [client, server]) {
      this.#open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.#open.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (bytes) => this.#hear(bytes, client, server));
    server.on('data', (bytes) => this.#pass(bytes, client));
    client.on('end', () => server.end());
    server.on('end', () => client.end());
  }

  #hear(bytes: Buffer, client: Socket, server: Socket): void {
    const fault = this.#fault;
    if (fault.kind === 'error') client.write(fault.bytes);
    else if (fault.kind === 'garbage') client.write(randomBytes(64));
    else if (fault.kind === 'reset') client.resetAndDestroy();
    else if (fault.kind === 'half-closed') client.end();
    else this.#pass(bytes, server);
  }

  #pass(bytes: Buffer, to: Socket): void {
    const fault = this.#fault;
    if (fault.kind === 'stalled') {
      this.#swallowed += bytes.length;
      return;
    }
    if (fault.kind === 'slow') setTimeout(() => to.write(bytes), fault.ms);
    else if (!to.destroyed) to.write(bytes);
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        const address = this.#server.address();
        if (typeof address === 'object' && address !== null) this.#port = address.port;
        resolve();
      });
    });
  }

  async #shut(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#cut();
    await closed;
  }

  #cut(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
