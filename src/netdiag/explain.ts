import { ToolError } from './tool-error.ts';

const sentences: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'the connection was refused: nothing listens there'],
  ['ECONNRESET', 'the other side reset the connection'],
  ['EPIPE', 'the other side closed the connection'],
  ['ETIMEDOUT', 'the connection attempt got no answer'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network cannot be reached'],
  ['EADDRNOTAVAIL', 'the address cannot be used from this machine'],
  ['EACCES', 'the system does not permit it'],
  ['ENOTFOUND', 'the name does not exist'],
  ['ENODATA', 'the name exists, but has no record of this type'],
  ['EAI_AGAIN', 'no name server answered'],
  ['ESERVFAIL', 'the name server failed'],
  ['EREFUSED', 'the name server refused the question'],
  ['ETIMEOUT', 'no name server answered in time'],
  ['ECANCELLED', 'no name server answered in time'],
]);

/** The system's short code of an error (`ECONNREFUSED`), where it has one. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** One sentence for the agent about whatever went wrong. */
export function explain(error: unknown): string {
  if (error instanceof ToolError) return error.message;
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer within timeout_ms';
  const code = errorCode(error);
  const sentence = code === undefined ? undefined : sentences.get(code);
  if (sentence !== undefined) return sentence;
  return error instanceof Error ? error.message : 'it failed for an unknown reason';
}
