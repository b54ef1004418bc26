import type { Context } from 'hono';
import { type Env, pageHeaders } from './page-headers.ts';

/** Answers with a value as JSON. */
export function sendJson(c: Context<Env>, value: object): Response {
  return c.body(JSON.stringify(value), 200, { ...pageHeaders, 'content-type': 'application/json; charset=utf-8' });
}
