import { connect } from 'node:net';
import { callOf, firstId, proof } from '../message.ts';
import { initialize, initialized } from './handshake.ts';
import { openLine } from './http-line.ts';
import type { LoadTarget, McpLine } from './mcp-line.ts';

let nextId = firstId;

/**
 * One agent over HTTP+SSE, the transport before 2025-03-26, for peers that have no other: it sends by POST and is answered on
 * the stream.
 */
export async function openSseLine({ url: endpoint, tool = '', patienceMs = 0 }: LoadTarget): Promise<McpLine> {
  const url = new URL(endpoint);
  const stream = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  let text = '';
  let broken: Error | undefined;
  let expected: { readonly words: readonly string[]; readonly seen: PromiseWithResolvers<string> } | undefined;
  const look = (): void => {
    if (!text.endsWith('\n\n\r\n') || expected?.words.every((word) => text.includes(word)) !== true) return;
    expected.seen.resolve(text);
    expected = undefined;
    text = '';
  };
  /** @returns all that came on the stream by the time that each of the words stands in it */
  const until = (...words: readonly string[]): Promise<string> => {
    expected = { words, seen: Promise.withResolvers() };
    const { promise } = expected.seen;
    if (broken === undefined) look();
    else expected.seen.reject(broken);
    return promise;
  };
  stream.setEncoding('latin1');
  stream.on('data', (chunk: string) => {
    text += chunk;
    look();
  });
  const end = (why: string): void => {
    broken ??= new Error(why);
    expected?.seen.reject(broken);
    stream.destroy();
  };
  stream.on('error', () => end('the stream broke'));
  stream.on('close', () => end('the stream broke'));
  stream.setTimeout(patienceMs, () => {
    if (expected !== undefined) end(`nothing came for ${patienceMs / 1000} s`);
  });
  stream.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAccept: text/event-stream\r\n\r\n`);
  const path = /data: (\/\S+)/.exec(await until('event: endpoint'))?.[1];
  if (path === undefined) throw new Error('there is no endpoint to send to');

  const line = await openLine(url.hostname, Number(url.port), patienceMs);
  const send = async (body: string): Promise<void> => {
    const head = `POST ${path} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\n`;
    const { status, text: said } = await line.send(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
    if (status !== 202) throw new Error(`a message was answered with ${said.slice(0, 500)}`);
  };
  const ask = async (id: number, body: string, ...words: readonly string[]): Promise<void> => {
    const answered = until(`"id":${id}`, ...words);
    await Promise.all([send(body), answered]);
  };
  const first = nextId++;
  await ask(first, initialize(first, '2024-11-05'));
  await send(initialized);
  return {
    call() {
      const id = nextId++;
      return ask(id, callOf(id).replace('"name":"', `"name":"${tool}`), proof);
    },
    close() {
      line.close();
      stream.destroy();
    },
  };
}
