/** An event of a stream, by its fields. */
export interface StreamEvent {
  readonly id: string | undefined;
  readonly retry: string | undefined;
  /** Empty where the event only bears an id: a stream that can be resumed begins with one. */
  readonly data: string | undefined;
}

/** The events of an answer, as they come. A reader for tests: of a gateway that writes what it should. */
export async function* readEvents(answer: Response): AsyncGenerator<StreamEvent, undefined> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true });
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(event)?.[1];
      yield { id: field('id'), retry: field('retry'), data: field('data') };
    }
  }
  return undefined;
}
