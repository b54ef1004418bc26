import type { ToolsFor } from '../../clients/index.ts';
import { escapeUnsafe } from '../../kernel/index.ts';
import type { Io } from '../io.ts';
import type { CatalogueTools } from './catalogue-tools.ts';

/** How long a server may take before somebody who waits is told which one it is, in ms. */
const patienceMs = 5_000;

/**
 * Where tools are known from: the servers themselves where they may be asked, else the catalogue. What that knows of a server
 * is not forgotten when the server cannot be asked, and which of the two it is is part of the reason.
 *
 * @param connect whether servers may be started and dialled
 */
export function toolsFor(catalogue: CatalogueTools, connect: boolean, io: Io): ToolsFor {
  return async (server) => {
    if (!connect || server.disabled) return catalogue.find(server);
    const { askTools } = await import('./ask-tools.ts');
    const waiting = setTimeout(() => {
      const sentence = `${server.name} has not said its tools in ${patienceMs / 1_000} seconds; it is waited for`;
      io.stderr.write(`toolgate: ${escapeUnsafe(sentence)}\n`);
    }, patienceMs);
    const asked = await askTools(server, io).finally(() => clearTimeout(waiting));
    if (asked.from !== 'failed') return asked;
    const instead = catalogue.find(server);
    const then = instead === undefined ? 'nothing is known of its tools' : 'what the catalogue says of it counts';
    return { from: 'failed', reason: `${asked.reason} (${then})`, instead };
  };
}
