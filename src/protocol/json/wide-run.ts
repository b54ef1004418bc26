/**
 * Finds the first byte that means something in a JSON string, 64 bytes in a step: by a function of WebAssembly, since SIMD is to
 * be had there and not in JavaScript. It is written down here in its own instructions, and needs no compiler.
 */

/** All the memory that it has: a page of WebAssembly. */
const windowBytes = 64 * 1024;
/** Where a run ends soon, little was copied for nothing. */
const firstWindow = 1024;

// Types and opcodes (WebAssembly core specification 2.0, sections 5.3 and 5.4).
const i32 = 0x7f;
const v128 = 0x7b;
const none = 0x40;
const block = (...body: number[]): number[] => [0x02, none, ...body, 0x0b];
const loop = (...body: number[]): number[] => [0x03, none, ...body, 0x0b];
const when = (condition: number[], ...body: number[]): number[] => [...condition, 0x04, none, ...body, 0x0b];
const br = (depth: number): number[] => [0x0c, depth];
const brIf = (depth: number, condition: number[]): number[] => [...condition, 0x0d, depth];
const result = (value: number[]): number[] => [...value, 0x0f];
const get = (local: number): number[] => [0x20, local];
const set = (local: number, value: number[]): number[] => [...value, 0x21, local];
const tee = (local: number, value: number[]): number[] => [...value, 0x22, local];
/** Numbers from 0 to 8191, as signed LEB128 has them. */
const constant = (value: number): number[] => [0x41, (value & 0x7f) | 0x80, value >> 7];
const add = (a: number[], b: number[]): number[] => [...a, ...b, 0x6a];
const atLeast = (a: number[], b: number[]): number[] => [...a, ...b, 0x4f];
const select = (a: number[], b: number[], condition: number[]): number[] => [...a, ...b, ...condition, 0x1b];
const trailingZeros = (value: number[]): number[] => [...value, 0x68];
const load = (at: number[], offset: number): number[] => [...at, 0xfd, 0x00, 0, offset];
const sixteen = (byte: number): number[] => [...constant(byte), 0xfd, 0x0f];
const equal = (a: number[], b: number[]): number[] => [...a, ...b, 0xfd, 0x23];
const below = (a: number[], b: number[]): number[] => [...a, ...b, 0xfd, 0x26];
const or = (a: number[], b: number[]): number[] => [...a, ...b, 0xfd, 0x50];
const anyTrue = (value: number[]): number[] => [...value, 0xfd, 0x53];
const bitmask = (value: number[]): number[] => [...value, 0xfd, 0x64];

// The parameter, and the locals.
const length = 0;
const at = 1;
const found = 2;
const bytes = 3;
const space = 4;
const quote = 5;
const backslash = 6;

/** For each of sixteen bytes whether it is a control character, a quote or a backslash. */
const special = (offset: number): number[] =>
  or(
    below(tee(bytes, load(get(at), offset)), get(space)),
    or(equal(get(bytes), get(quote)), equal(get(bytes), get(backslash))),
  );
/** The length, where `value` is beyond it: what lies behind was there before. */
const within = (value: number[]): number[] => select(get(length), value, atLeast(value, get(length)));

const code = [
  ...set(space, sixteen(0x20)),
  ...set(quote, sixteen(0x22)),
  ...set(backslash, sixteen(0x5c)),
  ...block(
    ...loop(
      ...brIf(1, atLeast(get(at), get(length))),
      ...brIf(1, anyTrue(or(or(special(0), special(16)), or(special(32), special(48))))),
      ...set(at, add(get(at), constant(64))),
      ...br(0),
    ),
  ),
  ...loop(
    ...when(atLeast(get(at), get(length)), ...result(get(length))),
    ...when(tee(found, bitmask(special(0))), ...result(within(add(get(at), trailingZeros(get(found)))))),
    ...set(at, add(get(at), constant(16))),
    ...br(0),
  ),
  // Never reached: the loop is left with a result.
  0x00,
];

const u32 = (value: number): number[] => [(value & 0x7f) | 0x80, value >> 7];
const section = (id: number, ...body: number[]): number[] => [id, ...u32(body.length), ...body];
const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
const locals = [3, 2, i32, 1, v128, 3, v128];
const body = [...locals, ...code, 0x0b];
/** What every module begins with: `\0asm`, version 1. */
const beginning = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const program = Uint8Array.from([
  ...beginning,
  ...section(1, 1, 0x60, 1, i32, 1, i32),
  ...section(3, 1, 0),
  ...section(5, 1, 1, 1, 1),
  ...section(7, 2, ...name('memory'), 2, 0, ...name('run'), 0, 0),
  ...section(10, 1, ...u32(body.length), ...body),
]);

/** As much of WebAssembly as is used here: the types of Node leave it to those of browsers. */
interface Wasm {
  readonly Module: new (program: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: {
      readonly memory: { readonly buffer: ArrayBuffer };
      /** @returns the place of the first special byte among so many in the window, or their number */
      run(length: number): number;
    };
  };
}

interface Scanner {
  readonly window: Uint8Array;
  run(length: number): number;
}
let scanner: Scanner | undefined;

/** Made when the first long string asks for it. */
function newScanner(): Scanner {
  const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly;
  const { memory, run } = new Instance(new Module(program)).exports;
  return { window: new Uint8Array(memory.buffer), run };
}

/**
 * @param from where to start
 * @returns the offset of the first control character, quote or backslash from there on, or the length of `text`
 */
export function skipWideRun(text: Uint8Array, from: number): number {
  scanner ??= newScanner();
  const { window, run } = scanner;
  let start = from;
  let size = firstWindow;
  while (start < text.length) {
    const end = Math.min(start + size, text.length);
    window.set(text.subarray(start, end));
    const passed = run(end - start);
    start += passed;
    if (start < end) return start;
    size = Math.min(size * 4, windowBytes);
  }
  return text.length;
}
