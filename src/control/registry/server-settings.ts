import { z } from 'zod';

const ms = (least: number, most: number) => z.number().int().min(least).max(most);

const span = ms(1, 86_400_000);
const someTimeouts = z.strictObject({ connectMs: span, firstByteMs: span, idleMs: span }).partial();
const timeouts = z.strictObject({
  connectMs: span.default(5_000),
  firstByteMs: span.default(60_000),
  idleMs: span.default(300_000),
});

const [body, response, depth, nodes] = [
  ms(1024, 268_435_456),
  ms(1024, 1_073_741_824),
  ms(4, 512),
  ms(100, 10_000_000),
];
const someCaps = z.strictObject({ body, response, depth, nodes }).partial();
const caps = z.strictObject({
  body: body.default(4_194_304),
  response: response.default(33_554_432),
  depth: depth.default(64),
  nodes: nodes.default(100_000),
});

/** What an operator may say of a server besides where it is; the defaults are those of the configuration file. */
export const serverSettings = z.strictObject({
  timeouts: timeouts.prefault({}),
  caps: caps.prefault({}),
  maxConcurrency: ms(1, 100_000).nullable().default(null).describe('most requests under way at a time'),
  allowPrivate: z.boolean().default(false).describe('the address may be private or loopback; admins only'),
  pinned: z.boolean().default(true).describe('a new or changed definition waits until somebody approves it'),
  trusted: z.boolean().default(false),
});

/** The same in a change: what is not named stays as it is, of the time-outs and caps, too. */
export const settingsChanges = z.strictObject({
  timeouts: someTimeouts.optional(),
  caps: someCaps.optional(),
  maxConcurrency: ms(1, 100_000).nullable().optional(),
  allowPrivate: z.boolean().optional(),
  pinned: z.boolean().optional(),
  trusted: z.boolean().optional(),
});

export type ServerSettings = z.output<typeof serverSettings>;

/** @param before as it is kept */
export function changedSettings(before: unknown, changes: z.output<typeof settingsChanges>): ServerSettings {
  const known = serverSettings.parse(before);
  return serverSettings.parse({
    ...known,
    ...given(changes),
    timeouts: { ...known.timeouts, ...given(changes.timeouts ?? {}) },
    caps: { ...known.caps, ...given(changes.caps ?? {}) },
  });
}

/** What is said of these; what is undefined is not. */
export function given<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
