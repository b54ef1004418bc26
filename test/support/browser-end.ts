import type { TestControl } from './control.ts';

/** What a browser with the dashboard in it holds, and sends. */
export interface BrowserEnd {
  cookie: string;
  token: string;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): ReturnType<TestControl['ask']>;
}

/**
 * A browser that has nothing yet: whatever an answer sets, it keeps.
 *
 * @param shown told of every secret that it is given
 */
export function newBrowser(plane: TestControl, shown: (secret: string) => void = () => {}): BrowserEnd {
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
      const value = browser.cookie.split('=')[1] ?? '';
      if (value !== '') shown(value);
      const { token } = (typeof answer.body === 'object' ? answer.body : {}) as { token?: string };
      if (token?.startsWith('tgs_') === true) {
        browser.token = token;
        shown(token);
      }
      return answer;
    },
  };
  return browser;
}
