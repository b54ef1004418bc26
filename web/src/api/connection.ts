import { store } from '../kernel/store.ts';

/** How the gateway answers: as it should, late, or not at all. */
export type Connection = 'fine' | 'slow' | 'gone';

/** From when on an answer is late, in ms. */
const slowMs = 5_000;

const connection = store<Connection>('fine');
const { put } = connection;
let late = 0;

/**
 * Sends a request and keeps an eye on the answer: everybody on the page is told when it is late or does not come.
 *
 * @throws what fetch throws
 */
export async function watched(url: string, request: RequestInit): Promise<Response> {
  let counted = false;
  const timer = setTimeout(() => {
    counted = true;
    late++;
    if (connection.get() === 'fine') put('slow');
  }, slowMs);
  try {
    const response = await fetch(url, request);
    settle();
    put(late > 0 ? 'slow' : 'fine');
    return response;
  } catch (error) {
    settle();
    const given = error instanceof DOMException && error.name === 'AbortError';
    if (!given) put('gone');
    else if (late === 0 && connection.get() === 'slow') put('fine');
    throw error;
  }
  function settle(): void {
    clearTimeout(timer);
    if (counted) late--;
    counted = false;
  }
}

window.addEventListener('offline', () => put('gone'));

export const useConnection = connection.use;
