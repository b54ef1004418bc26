import {
  type ErrorMessage,
  type Message,
  type NotificationMessage,
  noCaps,
  type RequestMessage,
  type ResultMessage,
  readUpstreamMessage,
} from '../protocol/index.ts';

/**
 * Messages that a bridge has written itself, or been given as bytes by the gateway, as messages. Only the envelope is
 * read; what it holds stays the bytes that it was.
 *
 * @throws Error when the bytes are another kind of message: a fault in the program
 */
export function ownRequest(bytes: Buffer): RequestMessage {
  const message = ownMessage(bytes);
  return message.kind === 'request' ? message : unforeseen(message);
}

/** See {@link ownRequest}. */
export function ownNotification(bytes: Buffer): NotificationMessage {
  const message = ownMessage(bytes);
  return message.kind === 'notification' ? message : unforeseen(message);
}

/** See {@link ownRequest}. */
export function ownAnswer(bytes: Buffer): ResultMessage | ErrorMessage {
  const message = ownMessage(bytes);
  return message.kind === 'result' || message.kind === 'error' ? message : unforeseen(message);
}

/** See {@link ownRequest}. */
export function ownMessage(bytes: Buffer): Message {
  const message = readUpstreamMessage(bytes, noCaps);
  if (message.kind === 'unreadable') throw new Error(`a message of our own cannot be read: ${message.message}`);
  return message;
}

function unforeseen(message: Message): never {
  throw new Error(`a message of our own is a ${message.kind}`);
}
