import { connect, type Socket } from 'node:net';

/** Sends bytes as they are, and returns all that comes back until the other side closes the connection. */
export function exchangeRaw(port: number, bytes: string | Buffer, end = true): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      answer += text;
    });
    // A reset after the answer is how a refused body ends; what was read by then counts.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    socket.on('connect', () => {
      const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
      if (end) socket.end(data);
      else socket.write(data);
    });
  });
}

export function open(port: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect(port, '127.0.0.1', () => resolve(socket));
  socket.once('error', reject);
  return promise;
}

/** Status codes in the order in which they came; several when the request was several. */
export function statuses(answer: string): number[] {
  return [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

/** The stable code in a refusal's body. */
export function codeOf(answer: string): string | undefined {
  return /"data":\{"code":"([a-z_]+)"/.exec(answer)?.[1];
}
