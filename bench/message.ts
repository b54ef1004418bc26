/** What goes up and down in every call: 206 bytes of request, 93 of response, as in docs/performance.md. */

/** Ids have nine digits, so that every request is as long as the next. */
export const firstId = 100_000_000;

/** How large a call and its answer are: `request` and `answer` have a text of 256 KB in one of the two. */
export type Shape = 'small' | 'request' | 'answer';
export const shapes: readonly Shape[] = ['small', 'request', 'answer'];

/** The text that only an upstream which was reached can have sent. */
export const proof = 'connected ok';

const requestBytes = 206;
const responseBytes = 93;

/** A `tools/call`, of 206 bytes when it is small. */
export function callOf(id: number, shape: Shape = 'small'): string {
  return `{"jsonrpc":"2.0","id":${id},${callTails[shape]}`;
}

/** The answer to it: 93 bytes when the id has nine digits and nothing `more` is said. */
export function answerTo(id: string, more = ''): string {
  return `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"${proof}${more}"}]}}`;
}

/** By this in its arguments a call asks for a large answer. */
export const wantsMuch = '"much":true';
/** A quarter of a megabyte. */
export const much = 'x'.repeat(256 * 1024);

const head = `{"jsonrpc":"2.0","id":${firstId},`.length;
const before = '"method":"tools/call","params":{"name":"tcp_connect","arguments":{"host":"';
const after = '.example.com","port":5432,"timeout_ms":2000}}}';
const small = before + 'db-'.repeat(requestBytes).slice(0, requestBytes - head - before.length - after.length) + after;

const named = '"method":"tools/call","params":{"name":"tcp_connect","arguments":{';
const callTails: Readonly<Record<Shape, string>> = {
  small,
  request: `${named}"text":"${much}"}}}`,
  answer: `${named}${wantsMuch}}}}`,
};

if (callOf(firstId).length !== requestBytes || answerTo(String(firstId)).length !== responseBytes) {
  throw new Error(`the messages have ${callOf(firstId).length} and ${answerTo(String(firstId)).length} bytes`);
}
