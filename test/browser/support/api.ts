import { admin } from './dashboard.ts';

/** An answer of the API. */
interface Answer {
  readonly status: number;
  // What a test reads of it is the test's business.
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks the API as somebody who has signed in. */
export type Api = (method: string, path: string, body?: object) => Promise<Answer>;

/** Signs in by the API, beside the browser. */
export async function apiAs(
  origin: string,
  who: { readonly email: string; readonly password: string } = admin,
): Promise<Api> {
  const json = { 'Content-Type': 'application/json' };
  const began = await fetch(`${origin}/api/v1/session`, { method: 'POST', headers: json, body: JSON.stringify(who) });
  const [cookie = ''] = began.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const { token } = (await began.json()) as { token: string };
  return async (method, path, body) => {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { Cookie: cookie, Authorization: `Bearer ${token}`, ...(body === undefined ? {} : json) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  };
}
