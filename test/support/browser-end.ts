import type { TestControl } from './control.ts';

/** What a browser with the dashboard in it holds, and sends. */
export interface BrowserEnd {
  cookie: string;
  token: string;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): ReturnType<TestControl['ask']>;
}

/** A browser that has nothing yet: whatever an answer sets, it keeps. */
export function newBrowser(plane: TestControl): BrowserEnd {
  const browser: BrowserEnd = {
    cookie: '',
    token: '',
    ask: async (method, path, body, headers = {}) => {
      const answer = await plane.ask(method, path, {
        as: 'nobody',
        ...(body === undefined ? {} : { body }),
        headers: {
          'user-agent': 'browser of a test',
          ...(browser.cookie === '' ? {} : { cookie: browser.cookie }),
          ...(browser.token === '' ? {} : { authorization: `Bearer ${browser.token}` }),
          ...headers,
        },
      });
      const [set] = answer.headers.getSetCookie();
      if (set !== undefined) browser.cookie = set.split(';', 1)[0] ?? '';
      const { token } = (typeof answer.body === 'object' ? answer.body : {}) as { token?: string };
      if (token !== undefined) browser.token = token;
      return answer;
    },
  };
  return browser;
}
