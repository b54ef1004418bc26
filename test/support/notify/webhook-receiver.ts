import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { listening } from '../upstreams/listening.ts';

/** A request that a webhook receiver got. */
export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** Whether it was signed with the receiver's key, as the standard says: computed here from its text, not ours. */
  readonly signed: boolean;
}

/** A receiver of webhooks on loopback that answers as it is told to. */
export async function webhookReceiver(secret: string) {
  const received: Received[] = [];
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const behaviour: { status: number; location?: string; onRequest?: () => void } = { status: 204 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given } = request.headers;
      const right = `v1,${createHmac('sha256', key).update([id, at, body].join('.')).digest('base64')}`;
      received.push({ path: request.url ?? '', headers: request.headers, body, signed: given === right });
      behaviour.onRequest?.();
      response.writeHead(behaviour.status, behaviour.location === undefined ? {} : { Location: behaviour.location });
      response.end();
    });
  });
  const port = await listening(server);
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/hook`, received, behaviour, close };
}
