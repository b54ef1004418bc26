import type { Context } from 'hono';
import { absoluteMs } from '../../accounts/index.ts';
import type { Services } from '../services.ts';
import { deviceMs } from '../verbs/session/device.ts';
import type { ApiEnv } from './route.ts';

/** The value of the session's cookie, `undefined` when there is none or more than one. */
export function sessionCookie(header: string | undefined, { cookie }: Services): string | undefined {
  const value = cookieNamed(header, cookie.name);
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
}

/** What this browser says of having been here, for a verb that asks. */
export function device(context: Context<ApiEnv>): { readonly device?: string } {
  const { cookie } = context.get('control').services;
  const value = cookieNamed(context.req.header('cookie'), `${cookie.name}${ofDevice}`);
  return value !== undefined && /^[A-Za-z0-9_.-]{1,1000}$/.test(value) ? { device: value } : {};
}

/** After the name of the session's cookie: the one that stays when the session is over. */
const ofDevice = '_device';

function cookieNamed(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

/** Answers with what opens a session: its cookie as a cookie, and the rest as JSON. */
export function opened<O extends { readonly cookie: string }>(output: O, context: Context<ApiEnv>): Response {
  const { cookie, ...rest } = output;
  return Response.json(rest, { headers: { 'Set-Cookie': setCookie(cookie, absoluteMs / 1000, context) } });
}

/** The same after a sign-in: with a second cookie, by which the browser is known at the next one. */
export function signedIn<O extends { readonly cookie: string; readonly device: string }>(
  { device: known, ...output }: O,
  context: Context<ApiEnv>,
): Response {
  const answer = opened(output, context);
  answer.headers.append('Set-Cookie', setCookie(known, deviceMs / 1000, context, ofDevice));
  return answer;
}

/** Answers, and takes the cookie away. */
export function closed(output: unknown, context: Context<ApiEnv>): Response {
  return Response.json(output, { headers: { 'Set-Cookie': setCookie('', 0, context) } });
}

function setCookie(value: string, seconds: number, context: Context<ApiEnv>, of = ''): string {
  const { name, secure } = context.get('control').services.cookie;
  const attributes = ['Path=/', `Max-Age=${seconds}`, 'HttpOnly', 'SameSite=Strict', ...(secure ? ['Secure'] : [])];
  return [`${name}${of}=${value}`, ...attributes].join('; ');
}

/** What a browser says of itself, for the list of sessions. */
export function userAgent(context: Context<ApiEnv>): { readonly userAgent: string } {
  return { userAgent: context.req.header('user-agent') ?? '' };
}
