import type { ResponseHandler } from './origin.ts';

/**
 * Tells whoever made a request that there is no response. These words are said from a socket's events, where an exception
 * ends the process: one that this hearer throws is its own fault, and no other request may pay for it.
 *
 * @param fault hears what was thrown
 */
export function failRequest(handler: ResponseHandler, error: Error, fault: (thrown: unknown) => void): void {
  try {
    handler.onResponseError(error);
  } catch (thrown) {
    fault(thrown);
  }
}
