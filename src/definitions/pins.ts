import type { Pin, PinState } from './pin.ts';
import type { Tool, ToolTable } from './tool.ts';

/** The definitions of one server that are known, by tool and hash. */
type Known = Map<string, Map<string, PinState>>;

/**
 * So many that wait are known of one server: two lists as long as they may be. One that lists others each time takes no
 * more memory; what is known no more is admitted as little as before, and told again where it is seen again.
 */
const mostWaiting = 20_000;

/** All that is known of definitions, in memory. A server that was never listed has nothing here. */
export class Pins {
  readonly #servers = new Map<string, Known>();
  /** Of each server, the approved hashes of each tool: what every call asks. Nearly always one a tool. */
  readonly #approved = new Map<string, Map<string, string | ReadonlySet<string>>>();
  /** Of each server, those that wait, in the order in which they were seen. */
  readonly #waiting = new Map<string, Map<string, Pin>>();

  constructor(pins: Iterable<Pin> = [], listed: Iterable<string> = []) {
    for (const server of listed) this.#server(server);
    for (const pin of pins) this.set(pin);
  }

  /** Whether a list of the server was ever seen: from then on nothing is approved by being seen. */
  wasListed(server: string): boolean {
    return this.#servers.has(server);
  }

  /** A list of the server was seen. */
  listed(server: string): void {
    this.#server(server);
  }

  /** Whether a definition was approved. */
  admits(server: string, { name, hash }: Pick<Tool, 'name' | 'hash'>): boolean {
    const approved = this.#approved.get(server)?.get(name);
    return typeof approved === 'string' ? approved === hash : approved?.has(hash) === true;
  }

  /** The tools of a list that nothing is known of: new ones, and known ones with a definition never seen before. */
  unknownIn(server: string, { tools }: Pick<ToolTable, 'tools'>): Tool[] {
    const known = this.#servers.get(server);
    return [...tools.values()].filter(({ name, hash }) => known?.get(name)?.has(hash) !== true);
  }

  set(pin: Pin): void {
    const { server, tool, hash, state } = pin;
    const known = this.#server(server);
    const states = known.get(tool) ?? new Map<string, PinState>();
    const before = states.get(hash);
    states.set(hash, state);
    known.set(tool, states);
    this.#count(pin);
    // A tool may have very many that are not: only what calls ask for is made anew.
    if (before !== 'approved' && state !== 'approved') return;
    const approved = [...states].flatMap(([each, its]) => (its === 'approved' ? [each] : []));
    const byTool = this.#approved.get(server) ?? new Map<string, string | ReadonlySet<string>>();
    this.#approved.set(server, byTool);
    const [only] = approved;
    if (only === undefined) byTool.delete(tool);
    else byTool.set(tool, approved.length === 1 ? only : new Set(approved));
  }

  #count(pin: Pin): void {
    const waiting = this.#waiting.get(pin.server) ?? new Map<string, Pin>();
    this.#waiting.set(pin.server, waiting);
    const key = `${pin.tool} ${pin.hash}`;
    if (pin.state !== 'waiting') waiting.delete(key);
    else waiting.set(key, pin);
    const [oldest] = waiting.size > mostWaiting ? waiting : [];
    if (oldest === undefined) return;
    const [gone, { server, tool, hash }] = oldest;
    waiting.delete(gone);
    const states = this.#servers.get(server)?.get(tool);
    states?.delete(hash);
    if (states?.size === 0) this.#servers.get(server)?.delete(tool);
  }

  #server(server: string): Known {
    const known = this.#servers.get(server) ?? new Map<string, Map<string, PinState>>();
    this.#servers.set(server, known);
    return known;
  }
}
