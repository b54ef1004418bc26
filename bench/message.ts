/** What goes up and down in every call: 206 bytes of request, 93 of response, as in docs/performance.md. */

/** Ids have nine digits, so that every request is as long as the next. */
export const firstId = 100_000_000;

/** The text that only an upstream which was reached can have sent. */
export const proof = 'connected ok';

const requestBytes = 206;
const responseBytes = 93;

/** A `tools/call` of 206 bytes. */
export function callOf(id: number): string {
  return `{"jsonrpc":"2.0","id":${id},${callTail}`;
}

/** The answer to it: 93 bytes when the id has nine digits. */
export function answerTo(id: string): string {
  return `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"${proof}"}]}}`;
}

const head = `{"jsonrpc":"2.0","id":${firstId},`.length;
const before = '"method":"tools/call","params":{"name":"tcp_connect","arguments":{"host":"';
const after = '.example.com","port":5432,"timeout_ms":2000}}}';
const callTail =
  before + 'db-'.repeat(requestBytes).slice(0, requestBytes - head - before.length - after.length) + after;

if (callOf(firstId).length !== requestBytes || answerTo(String(firstId)).length !== responseBytes) {
  throw new Error(`the messages have ${callOf(firstId).length} and ${answerTo(String(firstId)).length} bytes`);
}
