import type { IncomingMessage, ServerResponse } from 'node:http';

/** Serves Node's HTTP with a handler that speaks the web's objects: as much of that bridge as a test needs. */
export async function serveWeb(
  request: IncomingMessage,
  response: ServerResponse,
  handler: (request: Request) => Promise<Response>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
  const method = request.method ?? 'GET';
  const body = method === 'POST' ? { body: Buffer.concat(chunks) } : {};
  const url = `http://${request.headers.host}${request.url}`;
  const answer = await handler(new Request(url, { method, headers, signal: gone.signal, ...body }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.flushHeaders();
  for await (const chunk of answer.body ?? []) response.write(chunk);
  response.end();
}
