import type { Channels } from '../../src/store/channels/index.ts';
import type { Network, Process } from './network.ts';
import type { VirtualTime } from './virtual-time.ts';

interface Ear {
  readonly process: Process;
  readonly take: (bytes: Buffer) => void;
}

/** A server of channels: what is said is heard at most once, late, and in the order of each speaker. */
export class ChannelServer {
  readonly #time: VirtualTime;
  readonly #network: Network;
  readonly #server: Process;
  readonly #ears = new Map<string, Set<Ear>>();
  /** Until when what a speaker said to a listener is under way. */
  readonly #busy = new Map<string, number>();

  constructor(time: VirtualTime, network: Network, server: Process) {
    this.#time = time;
    this.#network = network;
    this.#server = server;
  }

  /** The channels as one process sees them. */
  of(process: Process): Pick<Channels, 'listen' | 'say'> {
    return {
      listen: (channel, take) => {
        const ears = this.#ears.get(channel) ?? new Set();
        this.#ears.set(channel, ears);
        const ear: Ear = { process, take };
        ears.add(ear);
        return () => void ears.delete(ear);
      },
      say: (channel, bytes) => this.#say(process, channel, bytes),
    };
  }

  /** As a connection does: what is said goes there in order, or not at all, and the answer may be lost. */
  async #say(speaker: Process, channel: string, bytes: Buffer): Promise<number> {
    await this.#time.wait(this.#inOrder(speaker.name, this.#server.name));
    if (!speaker.alive || !this.#server.alive || this.#network.isCut(speaker, this.#server))
      return await this.#silence();
    let heard = 0;
    for (const { process, take } of this.#ears.get(channel) ?? []) {
      if (!process.alive || this.#network.isCut(process, this.#server)) continue;
      heard += 1;
      if (this.#network.loses()) continue;
      this.#time.after(this.#inOrder(`${speaker.name} by way of ${this.#server.name}`, process.name), () => {
        if (process.alive && [...(this.#ears.get(channel) ?? [])].some((ear) => ear.take === take)) take(bytes);
      });
    }
    if (this.#network.loses()) return await this.#silence();
    await this.#time.wait(this.#network.delay());
    return heard;
  }

  async #silence(): Promise<never> {
    await this.#time.wait(1_000);
    throw new Error(`${this.#server.name} does not answer`);
  }

  #inOrder(from: string, to: string): number {
    const way = `${from} → ${to}`;
    const at = Math.max((this.#busy.get(way) ?? 0) + 0.001, this.#time.now + this.#network.delay());
    this.#busy.set(way, at);
    return at - this.#time.now;
  }
}
