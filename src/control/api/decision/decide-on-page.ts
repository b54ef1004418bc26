import type { Exchange } from '../../../edge/index.ts';
import { assertNever } from '../../../kernel/index.ts';
import { isJsonObject } from '../../../protocol/index.ts';
import { type Api, apiBase } from '../api.ts';
import { type Asked, decisionPage, failedPage, pageHeaders, signInPage } from './decision-page.ts';

/** Most bytes of a form: an address, a password, a reason; arguments that are proposed. */
const formCap = 1024 * 1024;

const idForm = /^[0-9a-f]{32}$/;

/** The form to sign in, whoever opens it and whatever it names. */
export function showSignIn(exchange: Exchange): Promise<void> {
  return answer(exchange, 200, signInPage(idOf(exchange), ''));
}

/** What was sent from the page: a sign-in, or a decision with both halves of a session. */
export async function takeForm(api: Api, exchange: Exchange): Promise<void> {
  const id = idOf(exchange);
  const form = new URLSearchParams((await exchange.body(formCap)).toString('utf8'));
  const field = (name: string): string | undefined => {
    const value = form.get(name)?.trim();
    return value === '' ? undefined : value;
  };
  const token = field('token');
  if (token === undefined) return signIn(api, exchange, id, field);
  const verb = field('verdict');
  if (!isVerdict(verb)) return answer(exchange, 400, failedPage(id, 'Approve, deny or propose?'));
  const session = { token, cookie: exchange.header('cookie') };
  const body = bodyOf(verb, field);
  if (body === undefined)
    return show(api, exchange, id, session, 400, 'The arguments that you propose are no JSON object.');
  const decided = await ask(api, exchange, 'POST', `/approvals/${id}/${verb}`, session, body);
  const problem = decided.ok ? undefined : await problemOf(decided);
  return show(api, exchange, id, session, decided.status, problem);
}

const verdicts = ['approve', 'deny', 'propose'] as const;
type Verdict = (typeof verdicts)[number];
type Field = (name: string) => string | undefined;

function isVerdict(word: string | undefined): word is Verdict {
  return verdicts.some((verdict) => verdict === word);
}

/** What the API is asked, by the fields that serve this verdict. @returns `undefined` for a proposal that is no object */
function bodyOf(verdict: Verdict, field: Field): string | undefined {
  const reason = field('reason');
  const said = reason === undefined ? {} : { reason };
  switch (verdict) {
    case 'approve': {
      const [minutes, uses] = [field('minutes'), field('uses')];
      return JSON.stringify({
        ...(minutes === undefined ? {} : { minutes: Number(minutes) }),
        ...(uses === undefined ? {} : { uses: Number(uses) }),
      });
    }
    case 'deny':
      return JSON.stringify(said);
    case 'propose': {
      // To the letter: the API refuses what would be another number or another key when it is read.
      const proposed = field('arguments') ?? '';
      const rest = JSON.stringify(said).slice(1);
      return isObject(proposed) ? `{"arguments":${proposed}${rest === '}' ? '' : ','}${rest}` : undefined;
    }
    default:
      return assertNever(verdict);
  }
}

function isObject(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text));
  } catch {
    return false;
  }
}

interface Session {
  readonly token: string;
  readonly cookie: string | undefined;
}

async function signIn(api: Api, exchange: Exchange, id: string, field: Field): Promise<void> {
  const totp = field('totp');
  const credentials = { email: field('email'), password: field('password'), ...(totp === undefined ? {} : { totp }) };
  // The browser's cookies say whether it was here before.
  const before = { cookie: exchange.header('cookie') };
  const opened = await ask(api, exchange, 'POST', '/session', before, JSON.stringify(credentials));
  if (!opened.ok) return answer(exchange, opened.status, signInPage(id, await problemOf(opened)));
  const cookies = opened.headers.getSetCookie();
  const { token } = (await opened.json()) as { token: string };
  exchange.response.setHeader('Set-Cookie', cookies);
  return show(api, exchange, id, { token, cookie: cookies[0]?.split(';')[0] }, 200, undefined);
}

/** The call as it stands now, with what was wrong with the last thing that was done. */
async function show(
  api: Api,
  exchange: Exchange,
  id: string,
  session: Session,
  status: number,
  problem: string | undefined,
): Promise<void> {
  const shown = await ask(api, exchange, 'GET', `/approvals/${id}`, session);
  if (!shown.ok) return answer(exchange, shown.status, failedPage(id, problem ?? (await problemOf(shown))));
  return answer(exchange, status, decisionPage((await shown.json()) as Asked, session.token, problem));
}

/** As the browser would ask the API itself. */
function ask(
  api: Api,
  exchange: Exchange,
  method: 'GET' | 'POST',
  path: string,
  session: Partial<Session>,
  body?: string,
): Promise<Response> {
  const headers = new Headers();
  const pass = ['origin', 'sec-fetch-site', 'user-agent'];
  for (const name of pass) {
    const value = exchange.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  if (session.cookie !== undefined) headers.set('cookie', session.cookie);
  if (session.token !== undefined) headers.set('authorization', `Bearer ${session.token}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const init = { method, headers, ...(body === undefined ? {} : { body }) };
  const host = exchange.header('host') ?? 'localhost';
  return api.fetch(new Request(`http://${host}${apiBase}${path}`, init), { address: exchange.address });
}

async function problemOf(response: Response): Promise<string> {
  const { title } = (await response.json()) as { title?: string };
  return title ?? `It failed with status ${response.status}.`;
}

/** An id as it stands in the path; what is none is asked for like any that does not exist. */
function idOf({ params }: Exchange): string {
  const id = params.get('id') ?? '';
  return idForm.test(id) ? id : '0'.repeat(32);
}

async function answer({ response }: Exchange, status: number, page: string | Promise<string>): Promise<void> {
  const bytes = Buffer.from(await page);
  for (const [name, value] of pageHeaders) response.setHeader(name, value);
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': bytes.length });
  response.end(bytes);
}
