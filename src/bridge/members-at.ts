import { type Members, noCaps, type Slice, type Span, scan } from '../protocol/index.ts';

const watch = new Map();

/**
 * The members of an object within a message, each as the bytes that came: for what is looked into and passed on.
 *
 * @returns `undefined` when there is no object there, or one that names a member twice
 */
export function membersAt(bytes: Buffer, span: Span | undefined): ReadonlyMap<string, Slice> | undefined {
  if (span === undefined || bytes[span.start] !== 0x7b) return undefined;
  const text = bytes.subarray(span.start, span.end);
  const found = scan(text, noCaps, 'watched', watch);
  return found.kind === 'scan' && found.root !== undefined ? slices(text, found.root.members) : undefined;
}

/** The members of a slice; see {@link membersAt}. */
export function membersOf(slice: Slice | undefined): ReadonlyMap<string, Slice> | undefined {
  return slice === undefined ? undefined : membersAt(slice.bytes, slice.span);
}

function slices(bytes: Buffer, members: Members): ReadonlyMap<string, Slice> {
  return new Map(Array.from(members, ([key, span]) => [key, { bytes, span }]));
}
