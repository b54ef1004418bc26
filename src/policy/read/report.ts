import type { Position } from '../source/positions.ts';
import type { Node, SourceFault } from '../source/tree.ts';
import { meantWord } from './meant-word.ts';

/** Something wrong in a document, with everything that a person or an editor needs to mend it. */
export interface PolicyError extends Position {
  /** JSON pointer of what is wrong; of the object that lacks it, for a missing key. */
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
  /** The known word that was probably meant, if one is near. */
  readonly nearest: string | null;
  /** All of it in one sentence. */
  readonly message: string;
}

/** Something that is valid and yet probably not meant. */
export interface PolicyWarning extends Position {
  /** What kind of doubt it is: a stable word. */
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
}

/** Where something stands in the document: for errors that are found only when several places are compared. */
export interface Place {
  readonly pointer: string;
  readonly start: number;
}

/** Most errors that are reported for one document (policy language, section 7). */
export const maxErrors = 50;

/** Errors after which a document is not read on: some more than are told, since not all are found in order. */
const enough = 200;

/**
 * Work that a document may be beyond its length (patterns and schemas are compiled), in steps of about a microsecond:
 * what is not bounded by the length of a document must be bounded by itself.
 */
const maxWork = 2_000_000;

/** Thrown when a document has errors enough; whoever reads the whole document catches it. */
export class TooManyErrors extends Error {}

interface Finding {
  readonly expected: string;
  readonly found: string;
  readonly nearest?: string | undefined;
  /** What to write instead, for the message alone. */
  readonly advice?: string | undefined;
}

/** Collects what is wrong while a document is read. */
export class Report {
  readonly #errors: (Place & Finding)[] = [];
  readonly #warnings: (Place & { readonly code: string; readonly message: string })[] = [];
  readonly #work: { left: number };
  /** The JSON text that is read, for who reads a part of it again later. */
  readonly text: string | undefined;

  /** @param of the report that this one is a part of (both are about one document), or the JSON text of a document */
  constructor(of?: Report | string) {
    this.#work = of instanceof Report ? of.#work : { left: maxWork };
    this.text = of instanceof Report ? of.text : of;
  }

  /**
   * Counts work before it is done.
   *
   * @throws TooManyErrors after noting an error, when the document asks for too much of it
   */
  spend(place: Place, steps: number): void {
    this.#work.left -= steps;
    if (this.#work.left >= 0) return;
    this.error(
      place,
      'fewer or simpler patterns and argument schemas in one document',
      'more than can be compiled quickly',
    );
    throw new TooManyErrors();
  }

  /** Notes an error at a value (or, for a duplicate or unknown key, at the key). */
  error(place: Place, expected: string, found: string, nearest?: string, advice?: string): undefined {
    this.#errors.push({ pointer: place.pointer, start: place.start, expected, found, nearest, advice });
    if (this.#errors.length >= enough) throw new TooManyErrors();
    return undefined;
  }

  /** A word that is none of those known, with the nearest of them. */
  unknownWord(place: Place, what: string, word: string, known: readonly string[], advice?: string): undefined {
    return this.error(place, `${what}: ${listed(known)}`, JSON.stringify(short(word)), meantWord(word, known), advice);
  }

  /** A value of the wrong JSON type. */
  wrongType(node: Node, pointer: string, expected: string, advice?: string): undefined {
    return this.error({ pointer, start: node.start }, expected, describe(node), undefined, advice);
  }

  /** No list, or an empty one, where one of texts or values is wanted: one alone is a list of one in brackets. */
  noList(node: Node, pointer: string, expected: string): undefined {
    const written =
      node.kind === 'string' ? JSON.stringify(short(node.value)) : node.kind === 'object' ? '{…}' : undefined;
    return this.wrongType(node, pointer, expected, written && `write [${written}]`);
  }

  fault(fault: SourceFault): void {
    this.error(fault, fault.expected, fault.found);
  }

  warn(place: Place, code: string, message: string): void {
    this.#warnings.push({ pointer: place.pointer, start: place.start, code, message });
  }

  /** Takes over what another report has found. */
  absorb(other: Report): undefined {
    this.#errors.push(...other.#errors);
    this.#warnings.push(...other.#warnings);
    return undefined;
  }

  get failed(): boolean {
    return this.#errors.length > 0;
  }

  /** The first errors in document order. */
  errors(positionAt: (offset: number) => Position): PolicyError[] {
    return inOrder(this.#errors)
      .slice(0, maxErrors)
      .map(({ pointer, start, expected, found, nearest, advice }) => ({
        pointer,
        ...positionAt(start),
        expected,
        found,
        nearest: nearest ?? null,
        message: `${pointer === '' ? 'the document' : pointer}: expected ${expected}, found ${found}${
          advice !== undefined
            ? `; ${advice}`
            : nearest === undefined
              ? ''
              : `; did you mean ${JSON.stringify(nearest)}?`
        }`,
      }));
  }

  warnings(positionAt: (offset: number) => Position): PolicyWarning[] {
    return inOrder(this.#warnings)
      .slice(0, maxErrors)
      .map(({ pointer, start, code, message }) => ({ code, pointer, ...positionAt(start), message }));
  }
}

function inOrder<T extends Place>(places: readonly T[]): readonly T[] {
  return places.toSorted((a, b) => a.start - b.start);
}

/** A value named for a message: short, and never more of it than is needed to find it. */
export function describe(node: Node): string {
  switch (node.kind) {
    case 'string':
      return `the string ${JSON.stringify(short(node.value))}`;
    case 'number':
    case 'boolean':
      return `${node.kind === 'number' ? 'the number ' : ''}${node.value}`;
    case 'null':
      return 'null';
    case 'array':
      return node.items.length === 0 ? 'an empty list' : 'a list';
    case 'object':
      return 'an object';
  }
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function listed(words: readonly string[]): string {
  return words.length > 12 ? `${words.slice(0, 12).join(', ')} …` : words.join(', ');
}
