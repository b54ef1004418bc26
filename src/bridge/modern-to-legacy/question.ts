import {
  isJsonObject,
  type JsonObject,
  type Piece,
  paramsOf,
  type RequestMessage,
  type RpcId,
  stringAt,
  valueAt,
} from '../../protocol/index.ts';

/** Something that the server has asked and not been answered. */
export interface Question {
  /** How the client knows it. */
  readonly key: string;
  readonly id: RpcId;
  readonly request: RequestMessage;
  /** Whether the client has been asked in this round. */
  asked: boolean;
}

/** What a question is about, for who decides whether it may be asked. */
export function questionParams({ bytes, params }: RequestMessage): JsonObject {
  const entries = Array.from(params, ([key, span]) => [key, key === '_meta' ? {} : valueAt(bytes, span)] as const);
  const value = Object.fromEntries(entries);
  return isJsonObject(value) ? value : {};
}

/** The questions as `inputRequests`: each without what only a request of its own has. */
export function inputRequests(questions: Iterable<Question>): Piece {
  const pieces: Piece[] = [];
  for (const { key, request } of questions) {
    const before = pieces.length === 0 ? '{' : ',';
    pieces.push(`${before}${JSON.stringify(key)}:{"method":${JSON.stringify(request.method)}`);
    let first = true;
    for (const [name, value] of questionMembers(request)) {
      pieces.push(`${first ? ',"params":{' : ','}${JSON.stringify(name)}:`, value);
      first = false;
    }
    pieces.push(first ? '}' : '}}');
  }
  return pieces.length === 0 ? '{}' : [...pieces, '}'];
}

function questionMembers(request: RequestMessage): ReturnType<typeof paramsOf> {
  const isLink = stringAt(request.bytes, request.params.get('mode')) === 'url';
  const edits = new Map<string, undefined>(isLink ? [['elicitationId', undefined]] : []);
  return paramsOf(request, edits, request.meta.has('progressToken') ? withoutToken : undefined);
}

const withoutToken = new Map([['progressToken', undefined]]);
