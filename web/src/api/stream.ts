import { type Input, send } from './call.ts';
import type { Operations } from './operations.generated.ts';

/** One event of a stream (text/event-stream). */
export interface StreamEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

/**
 * Follows a verb that answers with events, until `signal` says so. Read with `fetch`: the browser’s own reader of event
 * streams cannot carry the token that every request carries.
 *
 * @param onOpen hears that the gateway answers, which may be long before the first event
 * @throws Problem
 */
export async function* follow<N extends keyof Operations>(
  name: N,
  input: Input<N>,
  signal: AbortSignal,
  onOpen: () => void,
): AsyncGenerator<StreamEvent> {
  const response = await send(name, input, signal);
  onOpen();
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = eventOf(block);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function eventOf(block: string): StreamEvent | undefined {
  let id: string | undefined;
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id') id = value;
  }
  return data.length === 0 ? undefined : { id, event, data: data.join('\n') };
}
