import { z } from 'zod';
import { categories } from '../classify/category.ts';
import { severities } from '../classify/severity.ts';

/** The first line of a bundle. */
export const bundleHead = z.strictObject({
  toolgate: z.literal('catalog'),
  version: z.literal(1),
  createdAt: z.iso.datetime().optional(),
});

const text = (most: number) => z.string().min(1).max(most);
const web = z
  .string()
  .max(2_000)
  .refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url), 'an http or https URL is wanted');
const time = z.int().min(0).max(8_640_000_000_000_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');

const provenance = z.strictObject({
  source: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a name: 1 to 32 small letters, digits or -'),
  key: text(300),
  url: web.optional(),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, 'must be the hash of a commit: 7 to 64 hexadecimal digits')
    .optional(),
  licence: text(100).optional(),
  fetchedAt: time,
});

/** A package or the like: words to show. Nothing in a bundle can say what is to be started. */
const packaged = z.strictObject({ registry: text(100), name: text(300), version: text(100).optional() });

const tool = z.strictObject({
  definition: z.looseObject({ name: text(1_000) }),
  hash: hash.optional(),
});

const server = z.strictObject({
  kind: z.literal('server'),
  name: text(300),
  title: text(300).optional(),
  summary: text(4_000).optional(),
  version: text(100).optional(),
  homepage: web.optional(),
  repository: text(500).optional(),
  subfolder: text(300).optional(),
  packages: z.array(packaged).max(50).optional(),
  note: text(500).optional(),
  status: z.enum(['active', 'deprecated', 'deleted']).optional(),
  provenance,
  tools: z.array(tool).max(5_000).optional(),
});

const override = z.strictObject({
  kind: z.literal('override'),
  server: text(300),
  tool: text(1_000),
  category: z.enum(categories),
  severity: z.enum(severities),
  author: text(200),
  reason: text(1_000),
  at: time,
});

/** Every other line. */
export const bundleLine = z.discriminatedUnion('kind', [server, override]);
