/** What goes up and down in every call: 206 bytes of request, 93 of response, as in docs/performance.md. */

/** Ids have nine digits, so that every request is as long as the next. */
export const firstId = 100_000_000;

/** How large a call and its answer are: `request` and `answer` have a text of 256 KB in one of the two. */
export type Shape = 'small' | 'request' | 'answer';
export const shapes: readonly Shape[] = ['small', 'request', 'answer'];
/** What a connection sends: calls of a shape, or small ones of a tool that only reads. */
export type Message = Shape | 'read';

/** The text that only an upstream which was reached can have sent. */
export const proof = 'connected ok';

const requestBytes = 206;
const responseBytes = 93;

/** A `tools/call`, of 206 bytes when it is small. */
export function callOf(id: number, message: Message = 'small'): string {
  return `{"jsonrpc":"2.0","id":${id},${callTails[message]}`;
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
const filled = (before: string, after: string): string =>
  before + 'db-'.repeat(requestBytes).slice(0, requestBytes - head - before.length - after.length) + after;

const named = '"method":"tools/call","params":{"name":"tcp_connect","arguments":{';
const callTails: Readonly<Record<Message, string>> = {
  small: filled(`${named}"host":"`, '.example.com","port":5432,"timeout_ms":2000}}}'),
  read: filled('"method":"tools/call","params":{"name":"read_record","arguments":{"key":"', '"}}}'),
  request: `${named}"text":"${much}"}}}`,
  answer: `${named}${wantsMuch}}}}`,
};

const lengths = [callOf(firstId), callOf(firstId, 'read'), answerTo(String(firstId))].map(({ length }) => length);
if (lengths.join() !== [requestBytes, requestBytes, responseBytes].join()) {
  throw new Error(`the messages have ${lengths.join(', ')} bytes`);
}
