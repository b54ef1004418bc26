import { defaultCaps, readMessage } from '../../protocol/index.ts';
import { door } from '../door.ts';
import type { Ports } from '../ports.ts';
import { closeSession } from '../sessions/session.ts';
import { cancelOnLine } from './cancel-on-line.ts';
import type { ClientLine, StdioPlane } from './line.ts';
import { splitLines } from './split-lines.ts';
import { StdioArrival } from './stdio-arrival.ts';

/**
 * Serves one client over standard input and output: a message a line, nothing else on the output. Returns when the
 * client has closed its end and everything it had under way was ended.
 */
export async function serveStdio(plane: StdioPlane, ports: Ports, onError: (error: unknown) => void): Promise<void> {
  const { input, output } = plane;
  let open = true;
  const line: ClientLine = {
    plane,
    session: undefined,
    gone: new Map(),
    write: (bytes) => {
      if (!open || !output.writable) return false;
      output.write(Buffer.concat([bytes, lineFeed]));
      return true;
    },
  };
  const broken = Promise.withResolvers<void>();
  output.on('error', () => {
    open = false;
    broken.resolve();
  });
  const underWay = new Set<Promise<void>>();
  for await (const bytes of splitLines(input, plane.mostBytes)) {
    if (cancelOnLine(bytes, line)) continue;
    const one: Promise<void> = door(new StdioArrival(bytes, line), ports)
      .catch(onError)
      .finally(() => underWay.delete(one));
    underWay.add(one);
    // What a client writes before its handshake is answered belongs to the session that is being opened.
    if (line.session === undefined && opensSession(bytes)) await one;
  }
  // Nobody is there to listen any more, nor to be kept waiting for a person: a client that closes its end ends the process
  // soon if it does not end itself. What is held is told to come again, to the next process.
  ports.stateless.closeStreams();
  ports.approvals.turns.close();
  // A client that pipes its requests in and reads the answers has closed its end, and is still there to read.
  await Promise.race([Promise.all(underWay), broken.promise]);
  for (const handler of line.gone.keys()) handler();
  if (line.session !== undefined) await closeSession(line.session, 'The client has closed its end.');
  await Promise.all(underWay);
  open = false;
}

/** Nearly every line is known by a glance to be none that opens a session. */
function opensSession(bytes: Buffer): boolean {
  if (!bytes.includes('"initialize"')) return false;
  const message = readMessage(bytes, defaultCaps);
  return message.kind === 'request' && message.method === 'initialize';
}

const lineFeed = Buffer.from('\n');
