import { nearestWord } from '../kernel/index.ts';
import { resolveReferences } from './references.ts';
import { kindOf, type Shape } from './shape.ts';

/** A string of the document with its references put in. */
export interface ConfigText {
  readonly text: string;
  /** Whether the value stands in the file itself. */
  readonly literal: boolean;
}

const anyText: Shape<ConfigText> = {
  schema: { type: 'string' },
  read: (node, pointer, reading) => {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') {
      return reading.fail(node, pointer, `expected a string, found ${kindOf(node)}`);
    }
    const resolved = resolveReferences(node.value, reading);
    return resolved.ok ? resolved : reading.fail(node, pointer, resolved.message);
  },
};

/**
 * A string that is turned into something, or refused.
 *
 * @param make returns `undefined` for a string that does not fit. The message never quotes the string: it may be a
 *   secret, or hold one
 * @param expected what it must be, in words
 */
export function textAs<T>(expected: string, make: (text: string) => T | undefined): Shape<T> {
  return {
    schema: { type: 'string' },
    read: (node, pointer, reading) => {
      const text = anyText.read(node, pointer, reading);
      if (text === undefined) return undefined;
      return make(text.text) ?? reading.fail(node, pointer, `expected ${expected}`);
    },
  };
}

/** A string that matches `form`. */
export function textLike(expected: string, form: RegExp): Shape<string> {
  return textAs(expected, (text) => (form.test(text) ? text : undefined));
}

/** A string that matches `form`, with the knowledge of whether it stands in the file itself. */
export function secretLike(expected: string, form: RegExp): Shape<ConfigText> {
  return {
    schema: { type: 'string' },
    read: (node, pointer, reading) => {
      const text = anyText.read(node, pointer, reading);
      if (text === undefined || form.test(text.text)) return text;
      return reading.fail(node, pointer, `expected ${expected}`);
    },
  };
}

/** One of a few words. */
export function wordOf<const W extends string>(words: readonly W[]): Shape<W> {
  return {
    schema: { enum: words },
    read: (node, pointer, reading) => {
      const text = anyText.read(node, pointer, reading);
      if (text === undefined) return undefined;
      const word = words.find((candidate) => candidate === text.text);
      if (word !== undefined) return word;
      const near = text.literal ? nearestWord(text.text, words) : undefined;
      const hint = near === undefined ? '' : `; did you mean "${near}"?`;
      return reading.fail(node, pointer, `expected one of ${words.join(', ')}${hint}`);
    },
  };
}

export const flag: Shape<boolean> = {
  schema: { type: 'boolean' },
  read: (node, pointer, reading) =>
    node.kind === 'scalar' && typeof node.value === 'boolean'
      ? node.value
      : reading.fail(node, pointer, `expected true or false, found ${kindOf(node)}`),
};

/** A whole number from `least` to `most`, both included. */
export function integer(least: number, most: number): Shape<number> {
  return {
    schema: { type: 'integer', minimum: least, maximum: most },
    read: (node, pointer, reading) => {
      const value = node.kind === 'scalar' ? node.value : undefined;
      if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
      return reading.fail(node, pointer, `expected a whole number from ${least} to ${most}`);
    },
  };
}
