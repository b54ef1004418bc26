import { once } from 'node:events';
import { bundleHeadLine, overrideLineOf, serverLineOf } from '../../catalog/index.ts';
import { anchoredClock } from '../../kernel/index.ts';
import type { Io } from '../io.ts';
import { type CatalogOptions, withCatalog } from './catalog-opened.ts';

/** `toolgate catalog export`: the whole catalogue as a bundle, for a machine without a network. */
export async function exportBundle(options: CatalogOptions, io: Io): Promise<void> {
  await withCatalog(io, options, async (writer) => {
    const write = async (line: string): Promise<void> => {
      if (!io.stdout.write(line)) await once(io.stdout, 'drain');
    };
    await write(bundleHeadLine(anchoredClock().now()));
    for (const record of writer.records()) await write(serverLineOf(record));
    for (const override of writer.overrides()) await write(overrideLineOf(override));
  });
}
