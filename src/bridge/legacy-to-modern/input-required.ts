import { newId } from '../../kernel/index.ts';
import { type ResultMessage, type Slice, stringAt, textAt, writeRequest } from '../../protocol/index.ts';
import { inputMethods } from '../input-methods.ts';
import { membersAt, membersOf } from '../members-at.ts';

/** One thing that the server wants to know before it goes on. */
export interface InputRequest {
  /** How the server knows it. */
  readonly key: string;
  readonly method: string;
  /** The same as a request of the legacy era. */
  render(id: number): Buffer;
}

/** An `input_required` result: what to ask, and what to hand back with the answers. */
export interface InputRequired {
  readonly questions: readonly InputRequest[];
  /** JSON text of the server's own state, to the byte; `undefined` when it has none. */
  readonly requestState: string | undefined;
}

/**
 * @returns the questions, or `undefined` when the result breaks the rules: it must bear a question or a state, and each
 *   question must be one of those that the revision names
 */
export function readInputRequired({ bytes, members }: ResultMessage): InputRequired | undefined {
  const state = members.get('requestState');
  if (state !== undefined && stringAt(bytes, state) === undefined) return undefined;
  const requestState = state === undefined ? undefined : textAt(bytes, state);
  const place = members.get('inputRequests');
  const entries = place === undefined ? new Map<string, Slice>() : membersAt(bytes, place);
  if (entries === undefined || (entries.size === 0 && requestState === undefined)) return undefined;
  const questions: InputRequest[] = [];
  for (const [key, entry] of entries) {
    const question = questionOf(key, entry);
    if (question === undefined) return undefined;
    questions.push(question);
  }
  return { questions, requestState };
}

function questionOf(key: string, entry: Slice): InputRequest | undefined {
  const members = membersOf(entry);
  const named = members?.get('method');
  const method = named === undefined ? undefined : stringAt(named.bytes, named.span);
  if (members === undefined || method === undefined || !inputMethods.has(method)) return undefined;
  const place = members.get('params');
  const params = place === undefined ? new Map<string, Slice>() : membersOf(place);
  if (params === undefined) return undefined;
  const mode = params.get('mode');
  const isLink = mode !== undefined && stringAt(mode.bytes, mode.span) === 'url';
  return {
    key,
    method,
    render: (id) =>
      writeRequest(id, method, [
        ...params,
        // The legacy era names each link that it asks somebody to open; the modern one has no use for the name.
        ...(isLink && !params.has('elicitationId') ? [['elicitationId', JSON.stringify(newId())] as const] : []),
      ]),
  };
}
