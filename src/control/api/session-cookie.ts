import type { Context } from 'hono';
import { absoluteMs } from '../../accounts/index.ts';
import type { Services } from '../services.ts';
import type { ApiEnv } from './route.ts';

/** The value of the session's cookie, `undefined` when there is none or more than one. */
export function sessionCookie(header: string | undefined, { cookie }: Services): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${cookie.name}=`))
    .map((pair) => pair.slice(cookie.name.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
}

/** Answers with what opens a session: its cookie as a cookie, and the rest as JSON. */
export function opened<O extends { readonly cookie: string }>(output: O, context: Context<ApiEnv>): Response {
  const { cookie, ...rest } = output;
  return Response.json(rest, { headers: { 'Set-Cookie': setCookie(cookie, absoluteMs / 1000, context) } });
}

/** Answers, and takes the cookie away. */
export function closed(output: unknown, context: Context<ApiEnv>): Response {
  return Response.json(output, { headers: { 'Set-Cookie': setCookie('', 0, context) } });
}

function setCookie(value: string, seconds: number, context: Context<ApiEnv>): string {
  const { name, secure } = context.get('control').services.cookie;
  const attributes = ['Path=/', `Max-Age=${seconds}`, 'HttpOnly', 'SameSite=Strict', ...(secure ? ['Secure'] : [])];
  return [`${name}=${value}`, ...attributes].join('; ');
}

/** What a browser says of itself, for the list of sessions. */
export function userAgent(context: Context<ApiEnv>): { readonly userAgent: string } {
  return { userAgent: context.req.header('user-agent') ?? '' };
}
