import type { JsonObject, JsonValue } from '../../protocol/index.ts';

/** One thing of the source that the policy does not say as the source did. */
export interface ImportNote {
  /** Where it stands in the source. */
  readonly place: string;
  /** Whether the policy refuses more for it, or it was about something else than calls to this server. */
  readonly effect: 'narrower' | 'left out';
  /** What, and why. */
  readonly message: string;
}

/** A policy made from another program's rules. It never allows what the source would not have allowed. */
export interface Imported {
  readonly document: JsonObject;
  readonly notes: readonly ImportNote[];
}

/** The source cannot be understood at all: one sentence. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** Collects notes, each once. */
export class Notes {
  readonly #notes = new Map<string, ImportNote>();

  narrower(place: string, message: string): void {
    this.#add({ place, effect: 'narrower', message });
  }

  leftOut(place: string, message: string): void {
    this.#add({ place, effect: 'left out', message });
  }

  /** What a policy decides that the source does not look at. */
  besides(fallback: 'allow' | 'deny'): void {
    if (fallback === 'deny') this.narrower('default', 'resources and prompts that no entry names are denied as well');
    this.narrower(
      'server_requests',
      'the server may ask for the client’s model or roots only where the policy says so',
    );
  }

  get all(): readonly ImportNote[] {
    return [...this.#notes.values()];
  }

  #add(note: ImportNote): void {
    this.#notes.set(JSON.stringify(note), note);
  }
}

/** A member of an object that came from outside, if it is its own. */
export function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** The members of an object that came from outside; `undefined` for anything else. */
export function members(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value);
}

/** A list of texts; `undefined` for anything else. */
export function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

/** A text as policies take them: no control characters, not too long. */
export function plainText(value: unknown, most = 500): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const points = Array.from(value.replace(/\p{Cc}+/gu, ' '));
  return points.length > most ? `${points.slice(0, most - 1).join('')}…` : points.join('');
}

/** Without what is `undefined` or empty. */
export function compact(object: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const isEmpty = (value: JsonValue | undefined): boolean =>
    value === undefined ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value))) as JsonObject;
}
