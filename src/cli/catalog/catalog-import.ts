import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  BundleFault,
  checkoutFormats,
  checkoutRecords,
  type Differences,
  FetchFault,
  readBundle,
} from '../../catalog/index.ts';
import { anchoredClock, whyNoFile } from '../../kernel/index.ts';
import { CommandError, type Io } from '../io.ts';
import { type CatalogOptions, withCatalog } from './catalog-opened.ts';

export interface ImportOptions extends CatalogOptions {
  readonly format?: string;
}

/** `toolgate catalog import`: takes a bundle in, or a checkout of somebody's catalogue. */
export async function importBundle(file: string, options: ImportOptions, io: Io): Promise<void> {
  if (options.format !== undefined) return importCheckout(file, options.format, options, io);
  const differences = await withCatalog(io, options, async (writer) => {
    const importer = writer.importer();
    const progress = progressOn(io);
    try {
      for await (const item of readBundle(bytesOf(file, io))) {
        if (item.kind === 'server') importer.add(item.record);
        else {
          importer.commit();
          writer.override(item.override);
        }
        progress.step();
      }
    } catch (error) {
      importer.finish();
      throw faultOf(file, error);
    } finally {
      progress.end();
    }
    return importer.finish();
  });
  io.stdout.write(options.json ? `${JSON.stringify(differences)}\n` : `${inWords(differences)}\n`);
}

async function importCheckout(folder: string, given: string, options: ImportOptions, io: Io): Promise<void> {
  const format = checkoutFormats.find((one) => one === given);
  if (format === undefined)
    throw new CommandError(`--format wants one of ${checkoutFormats.join(', ')}, not "${given}"`, 2);
  const differences = await withCatalog(io, options, (writer) => {
    const importer = writer.importer();
    const progress = progressOn(io);
    try {
      for (const record of checkoutRecords(resolve(io.cwd, folder), format, anchoredClock().now())) {
        importer.add(record);
        progress.step();
      }
    } catch (error) {
      importer.finish();
      throw error instanceof FetchFault ? new CommandError(error.message) : error;
    } finally {
      progress.end();
    }
    return importer.finish();
  });
  io.stdout.write(options.json ? `${JSON.stringify(differences)}\n` : `${inWords(differences)}\n`);
}

/** What an import did, for a person. */
export function inWords({ servers, tools }: Differences): string {
  return (
    `servers: ${servers.added} new, ${servers.changed} changed, ${servers.unchanged} as they were; ` +
    `tools: ${tools.added} new, ${tools.changed} changed, ${tools.removed} gone, ${tools.unchanged} as they were`
  );
}

/** Counts servers on a terminal while a long import runs. */
function progressOn({ stderr }: Io): { step(): void; end(): void } {
  let done = 0;
  const shown = stderr.isTTY === true;
  return {
    step: () => {
      done += 1;
      if (shown && done % 500 === 0) stderr.write(`\r${done} servers`);
    },
    end: () => {
      if (shown && done >= 500) stderr.write('\r\u001b[K');
    },
  };
}

async function* bytesOf(file: string, io: Io): AsyncGenerator<Uint8Array> {
  const stream: Readable = file === '-' ? io.stdin : createReadStream(resolve(io.cwd, file));
  const unpacked = file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream;
  if (unpacked !== stream) stream.on('error', (error: Error) => unpacked.destroy(error));
  for await (const chunk of unpacked) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

function faultOf(file: string, error: unknown): unknown {
  if (error instanceof BundleFault) {
    return new CommandError(`${file}, ${error.message}; what stood before it was taken`);
  }
  if (error instanceof Error && 'code' in error) return new CommandError(`${file} cannot be read: ${whyNoFile(error)}`);
  return error;
}
