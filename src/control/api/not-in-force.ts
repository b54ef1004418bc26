import { inForceHeader } from '../../kernel/index.ts';

/**
 * The answer to a change that could not be put in force: as it would be, for it was made, and a token in it is shown nowhere
 * else; with a status and a header that nobody takes for done.
 */
export function notInForce(answer: Response): Response {
  const headers = new Headers(answer.headers);
  headers.set(inForceHeader, 'no');
  return new Response(answer.body, { status: 202, headers });
}
