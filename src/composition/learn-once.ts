import { setFlagsFromString } from 'node:v8';

/**
 * V8 translates what is called often twice: quickly after 400 calls of it, and as well as it can after 3,000. A gateway does the
 * same few things for weeks, and pays for the first translation with memory, and with the time in which the second one waits
 * for it. It goes without the first, and has the second at 800 (ADR 0335). Of all threads, and before any of them begins.
 */
export function learnOnce(): void {
  setFlagsFromString('--no-maglev');
  setFlagsFromString('--invocation-count-for-turbofan=800');
}
