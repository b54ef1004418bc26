import { connect } from 'node:net';
import { setImmediate as soon } from 'node:timers/promises';

/**
 * Sends bytes in pieces, each in a segment of its own where the system allows, and returns what comes back until the
 * connection ends: the gateway's way of saying that it reads no further, or ours once all is answered that can be.
 *
 * @param answers how many there are to wait for at most
 */
export function exchangePieces(port: number, pieces: readonly Buffer[], answers: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let answer = '';
    let written = false;
    // An end of ours that overtakes what is under way would cut its answer off.
    const leave = (): void => {
      const come = answer.match(/HTTP\/1\.1 (?!100)[0-9]{3} /g)?.length ?? 0;
      if (written && come >= answers) socket.end();
    };
    socket.setEncoding('latin1').setTimeout(60_000, () => {
      socket.destroy();
      reject(new Error(`of ${answers} answers there came: ${answer}`));
    });
    socket.on('data', (text: string) => {
      answer += text;
      leave();
    });
    // A reset after a refusal is how a refused body ends.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    const write = async (): Promise<void> => {
      for (const piece of pieces) {
        if (piece.length > 0) socket.write(piece);
        await soon();
      }
      written = true;
      leave();
    };
    socket.on('connect', () => void write());
  });
}
