import { nameAt, type RequestMessage, valueAt } from '../protocol/index.ts';
import { type Subject, subjectName } from './governed-call.ts';

/**
 * A name or URI that is longer names nothing. It stands on the record whole and is remembered in places that count what they
 * remember, not how long it is: a thousand refused requests for URIs as long as a body may be held nine gigabytes. In UTF-16
 * units; RFC 9110, 4.1 asks for 8,000 octets of a URI to be taken.
 */
export const longestName = 8_192;

/**
 * What a governed request is about. A subscription and a completion are about the resource or prompt that they name
 * (policy language, section 1).
 *
 * @returns `undefined` when the request names nothing, or what is too long for a name
 */
export function subjectOf(message: RequestMessage): Subject | undefined {
  const subject = named(message);
  return subject !== undefined && subjectName(subject).length <= longestName ? subject : undefined;
}

function named(message: RequestMessage): Subject | undefined {
  switch (message.method) {
    case 'tools/call': {
      const name = stringParam(message, 'name');
      return name === undefined ? undefined : { kind: 'tool', name };
    }
    case 'prompts/get': {
      const name = stringParam(message, 'name');
      return name === undefined ? undefined : { kind: 'prompt', name };
    }
    case 'resources/read':
    case 'resources/subscribe':
    case 'resources/unsubscribe': {
      const uri = stringParam(message, 'uri');
      return uri === undefined ? undefined : { kind: 'resource', uri };
    }
    case 'completion/complete':
      return completed(message);
    default:
      return undefined;
  }
}

function stringParam(message: RequestMessage, key: string): string | undefined {
  const span = message.params.get(key);
  return span === undefined ? undefined : nameAt(message.bytes, span);
}

function completed(message: RequestMessage): Subject | undefined {
  const span = message.params.get('ref');
  const ref = span === undefined ? undefined : valueAt(message.bytes, span);
  if (typeof ref !== 'object' || ref === null || !('type' in ref)) return undefined;
  if (ref.type === 'ref/prompt' && 'name' in ref && typeof ref.name === 'string') {
    return { kind: 'prompt', name: ref.name };
  }
  if (ref.type === 'ref/resource' && 'uri' in ref && typeof ref.uri === 'string') {
    return { kind: 'resource', uri: ref.uri };
  }
  return undefined;
}
