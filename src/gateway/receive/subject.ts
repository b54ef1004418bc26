import { nameAt, type RequestMessage, valueAt } from '../../protocol/index.ts';
import type { Subject } from '../call.ts';

/**
 * What a governed request is about. A subscription and a completion are about the resource or prompt that they name
 * (policy.md, section 1).
 *
 * @returns `undefined` when the request names nothing
 */
export function subjectOf(message: RequestMessage): Subject | undefined {
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
