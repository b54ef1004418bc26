import { z } from 'zod';

const ms = (least: number, most: number) => z.number().int().min(least).max(most);

const timeouts = z.strictObject({
  connectMs: ms(1, 86_400_000).default(5_000),
  firstByteMs: ms(1, 86_400_000).default(60_000),
  idleMs: ms(1, 86_400_000).default(300_000),
});

const caps = z.strictObject({
  body: ms(1024, 268_435_456).default(4_194_304),
  response: ms(1024, 1_073_741_824).default(33_554_432),
  depth: ms(4, 512).default(64),
  nodes: ms(100, 10_000_000).default(100_000),
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

/** The same in a change: what is not named stays as it is. */
export const settingsChanges = z.strictObject({
  timeouts: timeouts.optional(),
  caps: caps.optional(),
  maxConcurrency: ms(1, 100_000).nullable().optional(),
  allowPrivate: z.boolean().optional(),
  pinned: z.boolean().optional(),
  trusted: z.boolean().optional(),
});

export type ServerSettings = z.output<typeof serverSettings>;
