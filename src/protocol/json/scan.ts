import { isUtf8 } from 'node:buffer';
import type { Slices } from '../../kernel/index.ts';
import { asciiText } from './ascii-text.ts';
import type { JsonCaps } from './caps.ts';
import { endOfWindow, firstInvalidUtf8 } from './first-invalid-utf8.ts';
import { KeySet } from './key-set.ts';
import { Offence } from './offence.ts';
import type { Span } from './span.ts';
import { Walk } from './walk.ts';

/**
 * Which objects' members are wanted: the root's, and of those the members of the keys named here, and so on down.
 * `new Map([['params', new Map([['_meta', new Map()]])]])` asks for the root, `params` and `params._meta`.
 */
export type Watch = ReadonlyMap<string, Watch>;

/** An object whose members were asked for. */
export interface ScannedObject {
  /** Key (unescaped) → span of its value. In the order of the text. */
  readonly members: Map<string, Span>;
  /** The objects asked for by `Watch` that are there. Most have none, and nothing is made for those. */
  readonly objects: ReadonlyMap<string, ScannedObject>;
}

export interface Scan {
  readonly kind: 'scan';
  /** The first byte of the value and the byte after it, white space left out. */
  readonly span: Span;
  /** The root's members; `undefined` when the root is no object, or not wanted. */
  readonly root: ScannedObject | undefined;
  /** Every value that is a long string (4 KB and more), in the order of the text. */
  readonly longStrings: readonly Span[];
  /** The whole text, where it is short and all ASCII. */
  readonly ascii: string | undefined;
}

/**
 * `everywhere`: the whole text is held to the strict rules; for what will be judged.
 * `keys`: the same but for numbers, of which only the grammar is checked; for definitions, whose schemas bound integers
 * by what other languages can hold.
 * `watched`: only the objects whose members are wanted are; what they contain is held to the grammar, the depth and
 * UTF-8, but its keys, numbers and number of nodes are not looked at; for what is passed on unread.
 */
export type Strictness = 'everywhere' | 'keys' | 'watched';

const keys = new KeySet();

/**
 * One pass over a JSON text, strictly (threats B01–B12): RFC 8259 and nothing beside it, UTF-8 only and no byte order
 * mark, no key twice in an object however it is spelt, no `__proto__`, no half of a surrogate pair, no number that
 * decoders could read differently, nothing over a cap. What is accepted means the same to every decoder, whichever
 * of two equal keys it prefers and whatever it keeps numbers in.
 *
 * It takes time linear in the bytes, whatever they are, and does not recurse.
 *
 * @param strictness how much of the text is held to the strict rules
 * @param watch the objects whose members are wanted; without it, none
 */
export function scan(bytes: Buffer, caps: JsonCaps, strictness: Strictness, watch?: Watch): Scan | Offence {
  keys.begin(bytes);
  try {
    if (bytes.length > caps.bytes) throw tooLong(caps);
    const ascii = asciiText(bytes);
    if (ascii === undefined && !isUtf8(bytes)) throw new Offence('not UTF-8', firstInvalidUtf8(bytes));
    const walk = new Walk(bytes, caps, strictness, watch, keys);
    walk.run(bytes.length + 1);
    return walk.found(ascii);
  } catch (caught) {
    return offence(caught);
  } finally {
    keys.finish();
  }
}

/** So much of a text is looked at before it is asked whether it is somebody else's turn: 0.6 ms at most. */
const step = 64 * 1024;

/**
 * The same for a long text, in slices of time: a list of numbers takes 10 ms a megabyte. It finds the same, or refuses the
 * same for the same reason.
 */
export async function scanInSlices(
  bytes: Buffer,
  caps: JsonCaps,
  strictness: Strictness,
  watch: Watch | undefined,
  slices: Pick<Slices, 'over' | 'rest'>,
): Promise<Scan | Offence> {
  try {
    if (bytes.length > caps.bytes) throw tooLong(caps);
    for (let from = 0; from < bytes.length; ) {
      const to = endOfWindow(bytes, from);
      if (!isUtf8(bytes.subarray(from, to))) throw new Offence('not UTF-8', firstInvalidUtf8(bytes, from));
      from = to;
      if (slices.over) await slices.rest();
    }
    // One of its own: others are read meanwhile.
    const own = new KeySet();
    own.begin(bytes);
    const walk = new Walk(bytes, caps, strictness, watch, own);
    for (let until = step; !walk.run(until); until += step) if (slices.over) await slices.rest();
    return walk.found(asciiText(bytes));
  } catch (caught) {
    return offence(caught);
  }
}

function tooLong({ bytes }: JsonCaps): Offence {
  return new Offence(`longer than ${bytes} bytes`, bytes, 'too_large');
}

function offence(caught: unknown): Offence {
  if (caught instanceof Offence) return caught;
  throw caught;
}
