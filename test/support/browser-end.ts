import type { TestControl } from './control.ts';

/** What a browser with the dashboard in it holds, and sends. */
export interface BrowserEnd {
  cookie: string;
  /** The cookie by which it is known after a sign-in. */
  device: string;
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
    device: '',
    token: '',
    ask: async (method, path, body, headers = {}) => {
      const answer = await plane.ask(method, path, {
        as: 'nobody',
        ...(body === undefined ? {} : { body }),
        headers: {
          'user-agent': 'browser of a test',
          ...cookieOf(browser),
          ...(browser.token === '' ? {} : { authorization: `Bearer ${browser.token}` }),
          ...headers,
        },
      });
      for (const set of answer.headers.getSetCookie()) {
        const pair = set.split(';', 1)[0] ?? '';
        const [name = '', value = ''] = pair.split('=');
        if (name.endsWith('_device')) browser.device = pair;
        else browser.cookie = pair;
        if (value !== '') shown(value);
      }
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

function cookieOf({ cookie, device }: BrowserEnd): { cookie?: string } {
  const all = [cookie, device].filter((pair) => pair !== '');
  return all.length === 0 ? {} : { cookie: all.join('; ') };
}
