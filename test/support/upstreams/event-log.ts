import type { EventStore } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

/** Keeps the events of every stream, so that a client can take up a stream that was closed. */
export class EventLog implements EventStore {
  readonly #events: { readonly stream: string; readonly message: JSONRPCMessage }[] = [];

  async storeEvent(stream: string, message: JSONRPCMessage): Promise<string> {
    this.#events.push({ stream, message });
    return String(this.#events.length - 1);
  }

  async getStreamIdForEventId(eventId: string): Promise<string | undefined> {
    return this.#events[Number(eventId)]?.stream;
  }

  async replayEventsAfter(
    eventId: string,
    { send }: { send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const stream = this.#events[Number(eventId)]?.stream ?? '';
    for (const [at, event] of this.#events.entries()) {
      // A priming event is stored without a message.
      if (at > Number(eventId) && event.stream === stream && 'jsonrpc' in event.message) {
        await send(String(at), event.message);
      }
    }
    return stream;
  }
}
