import type { z } from 'zod';
import { type JsonObject, Offence, scan } from '../../protocol/index.ts';
import type { Override, ServerRecord } from '../store/record.ts';
import { bundleHead, bundleLine } from './bundle-shape.ts';
import { BundleFault, linesOf } from './lines-of.ts';

/** A server with its whole list on a line; and how deep and large one may be. */
const caps = { bytes: 16 * 1024 * 1024, depth: 64, nodes: 1_000_000 };

export type BundleItem =
  | { readonly kind: 'server'; readonly record: ServerRecord }
  | { readonly kind: 'override'; readonly override: Override };

/**
 * Reads a bundle: JSON lines, of which the first says so. Strict: a line that is not as it should be ends the reading,
 * since a bundle that was tampered with or cut is not half to be believed. Nothing in it can name a command.
 *
 * @throws BundleFault with the line
 */
export async function* readBundle(stream: AsyncIterable<Uint8Array>): AsyncGenerator<BundleItem> {
  let number = 0;
  for await (const bytes of linesOf(stream, caps.bytes)) {
    number += 1;
    if (number === 1) parsed(bundleHead, bytes, number);
    else yield itemOf(parsed(bundleLine, bytes, number));
  }
  if (number === 0) throw new BundleFault('a bundle begins with {"toolgate":"catalog","version":1}', 1);
}

function parsed<S extends z.ZodType>(shape: S, bytes: Buffer, line: number): z.infer<S> {
  const offence = scan(bytes, caps, 'keys');
  if (offence instanceof Offence) throw new BundleFault(offence.message, line);
  const result = shape.safeParse(JSON.parse(bytes.toString()));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BundleFault(`${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'is not as it should be'}`, line);
}

function itemOf(line: z.infer<typeof bundleLine>): BundleItem {
  if (line.kind === 'override') {
    const { kind, ...override } = line;
    return { kind, override };
  }
  const { kind, tools, ...rest } = line;
  return {
    kind,
    record: {
      ...rest,
      tools: tools?.map(({ definition, hash }) => ({
        name: definition.name,
        // `JSON.parse` gives nothing but JSON, and the scan refused what has no object form.
        definition: definition as JsonObject,
        hash,
      })),
    },
  };
}
