import { onSession, session } from '../../api/session.ts';

/**
 * A page that is opened beside one on which somebody is signed in, by a link in a message or in a new tab, is handed the
 * token from memory to memory: pages of one origin may speak to each other, and no other page hears them. While somebody
 * is signed in a page holds a lock, so that a page without company asks nobody and waits for nothing.
 */
const name = 'toolgate.session';

/** A page that does not answer in this time sleeps, and the password is asked for. In ms. */
const patience = 1_000;

interface Asked {
  readonly ask: string;
}
interface Answered {
  readonly answer: string;
  readonly token: string;
}

// Locks are there in secure contexts alone: over plain HTTP to another machine each page signs in by itself.
const { locks } = navigator as { readonly locks?: LockManager };

/** The token of another page of this browser, where somebody is signed in. */
export async function tokenOfAnotherPage(): Promise<string | undefined> {
  const { held = [] } = (await locks?.query()) ?? {};
  if (!held.some((lock) => lock.name === name)) return undefined;
  const channel = new BroadcastChannel(name);
  const ask = crypto.randomUUID();
  try {
    return await new Promise<string | undefined>((resolve) => {
      channel.onmessage = ({ data }: MessageEvent<Asked | Answered>) => {
        if ('answer' in data && data.answer === ask) resolve(data.token);
      };
      setTimeout(resolve, patience, undefined);
      channel.postMessage({ ask } satisfies Asked);
    });
  } finally {
    channel.close();
  }
}

let stop: (() => void) | undefined;

/** Answers pages that ask, for as long as somebody is signed in on this one. */
function offer(): void {
  const signedIn = session().state === 'signed-in';
  if (signedIn === (stop !== undefined) || locks === undefined) return;
  if (!signedIn) {
    stop?.();
    return;
  }
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<Asked | Answered>) => {
    const now = session();
    if ('ask' in data && now.state === 'signed-in')
      channel.postMessage({ answer: data.ask, token: now.token } satisfies Answered);
  };
  const signedOut = new Promise<void>((resolve) => {
    stop = () => {
      stop = undefined;
      channel.close();
      resolve();
    };
  });
  void locks.request(name, { mode: 'shared' }, () => signedOut);
}

onSession(offer);
