import type { Neighbour } from './finding.ts';
import { nameSkeleton } from './name-skeleton.ts';

/** Names shorter than this are words of any language: that a text has them says nothing. */
const shortestMention = 8;

/**
 * What may be the name of a tool. It begins where a run of letters does: from further inside nothing is found that was not
 * found from there, and each run would be walked from each of its letters, which takes seconds in what a server may send.
 */
const nameLike = /(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:[._-][\p{L}\p{N}]+)+|(?<!\p{Ll})\p{Ll}+(?:\p{Lu}\p{Ll}+)+/gu;

/** The tools in reach of one client, found by name, by what a name looks like, and by what a text mentions. */
export class Neighbours {
  readonly #byName = new Map<string, Neighbour[]>();
  readonly #bySkeleton = new Map<string, Neighbour[]>();

  constructor(tools: Iterable<Neighbour> = []) {
    for (const tool of tools) this.add(tool);
  }

  /** Adds one; adding it twice changes nothing. */
  add({ server, name }: Neighbour): void {
    const named = this.#byName.get(name) ?? [];
    if (named.some((other) => other.server === server)) return;
    const skeleton = nameSkeleton(name);
    this.#byName.set(name, [...named, { server, name }]);
    this.#bySkeleton.set(skeleton, [...(this.#bySkeleton.get(skeleton) ?? []), { server, name }]);
  }

  /** Tools with another name that looks the same, of any server. */
  lookAlikes({ name }: Neighbour): Neighbour[] {
    return (this.#bySkeleton.get(nameSkeleton(name)) ?? []).filter((other) => other.name !== name);
  }

  /** Tools of other servers with the very same name. */
  namesakes({ server, name }: Neighbour): Neighbour[] {
    return (this.#byName.get(name) ?? []).filter((other) => other.server !== server);
  }

  /** Tools of other servers that a text mentions by a name that is no ordinary word. */
  mentionedIn(text: string, server: string): Neighbour[] {
    const mentioned = new Map<string, Neighbour>();
    for (const [word] of text.matchAll(nameLike)) {
      if (word.length < shortestMention) continue;
      const others = this.#byName.get(word) ?? [];
      if (others.some((other) => other.server === server)) continue;
      for (const other of others) mentioned.set(`${other.server}\n${other.name}`, other);
    }
    return [...mentioned.values()];
  }
}
