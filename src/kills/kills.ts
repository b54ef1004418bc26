import { assertNever } from '../kernel/index.ts';
import type { Kill } from './kill.ts';

/** A grant as kills may name it. */
export interface KillableGrant {
  readonly id: string;
  readonly label: string;
}

/** All that is stopped, ready to be asked of every call: immutable, replaced as a whole. */
export class Kills {
  /** Nothing is stopped. */
  static readonly none: Kills = new Kills([]);
  /** In force, in the order in which they were given. */
  readonly list: readonly Kill[];
  #all: Kill | undefined;
  readonly #grants = new Map<string, Kill>();
  readonly #servers = new Map<string, Kill>();
  readonly #tools = new Map<string, Kill>();

  constructor(kills: Iterable<Kill>) {
    this.list = Object.freeze([...kills]);
    for (const kill of this.list) this.#file(kill);
  }

  /** Whether nothing is stopped: nearly always, and then nothing else is asked. */
  get empty(): boolean {
    return this.list.length === 0;
  }

  /**
   * @param server slug; `undefined` at the URL of all servers, before one is named
   * @param tool name of a tool; `undefined` for whatever is none
   * @returns the stop that covers the call, the widest first
   */
  covering(grant: KillableGrant, server?: string, tool?: string): Kill | undefined {
    if (this.empty) return undefined;
    return (
      this.#all ??
      this.#grants.get(grant.id) ??
      this.#grants.get(grant.label) ??
      (server === undefined ? undefined : this.#servers.get(server)) ??
      (tool === undefined ? undefined : this.#tool(server, tool))
    );
  }

  /** Whether the same stops are in force. */
  sameAs(other: Kills): boolean {
    return this.list.length === other.list.length && this.list.every(({ id }, i) => id === other.list[i]?.id);
  }

  #tool(server: string | undefined, tool: string): Kill | undefined {
    // A slug has no slash in it, so that no two targets share a key.
    return this.#tools.get(`/${tool}`) ?? (server === undefined ? undefined : this.#tools.get(`${server}/${tool}`));
  }

  #file(kill: Kill): void {
    const { target } = kill;
    switch (target.kind) {
      case 'all':
        this.#all ??= kill;
        return;
      case 'grant':
        this.#grants.set(target.grant, kill);
        return;
      case 'server':
        this.#servers.set(target.server, kill);
        return;
      case 'tool':
        this.#tools.set(`${target.server ?? ''}/${target.tool}`, kill);
        return;
      default:
        assertNever(target);
    }
  }
}
