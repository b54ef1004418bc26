import { mayAskBack, mayBeAsked, mostRounds } from '../../bridge/index.ts';
import type { ServerRequests } from '../../policy/index.ts';
import {
  isJsonObject,
  type JsonObject,
  metaKeys,
  type Piece,
  type ResultMessage,
  resultWith,
  stringAt,
  textAt,
  valueAt,
} from '../../protocol/index.ts';
import type { GovernedCall } from '../governed-call.ts';
import { linkHost } from '../link-host.ts';
import { type Ended, ended, isEnded } from '../refusals/ended.ts';
import { filterCapabilities, inputRequestsAllowed } from '../server-requests.ts';
import { callIdentity } from './call-identity.ts';
import type { Approved, Continuation, RequestStates } from './request-states.ts';

/** Whether a server answers by asking: something that the stateless revision alone knows. */
export function asksClient(call: GovernedCall, message: ResultMessage): boolean {
  return (
    call.session.revision.stateless && stringAt(message.bytes, message.members.get('resultType')) === 'input_required'
  );
}

/**
 * An `input_required` answer as the client may see it: what policy lets the server ask and the client has said that it
 * answers, links with who asks and where they lead, and a state of ours around the server's own.
 *
 * @param continues set when the call is itself the continuation of one
 * @param held whether the server still has the call
 * @param approved what a person agreed to, where one had to
 */
export function askClient(
  call: GovernedCall,
  message: ResultMessage,
  continues: Continuation | undefined,
  held: boolean,
  states: RequestStates,
  approved?: Approved,
): ResultMessage | Ended {
  const { bytes, members } = message;
  if (!mayAskBack.has(call.message.method)) return invalid('The server asked where its revision lets it ask nothing.');
  const round = (continues?.round ?? 0) + 1;
  if (round > mostRounds) return invalid(`The server asked back more than ${mostRounds} times.`);
  const inner = members.get('requestState');
  if (inner !== undefined && stringAt(bytes, inner) === undefined)
    return invalid('The server gave a state that is none.');
  if (inner === undefined && !members.has('inputRequests')) return invalid('The server asked for nothing.');
  const questions = shownQuestions(call, message);
  if (isEnded(questions)) return questions;
  const state = states.seal(callIdentity(call), {
    requestId: continues?.requestId ?? call.requestId,
    inner: inner === undefined ? undefined : textAt(bytes, inner),
    round,
    held,
    approved,
  });
  return resultWith(
    message,
    new Map<string, Piece | undefined>([['requestState', JSON.stringify(state)], ...questions]),
  );
}

/**
 * The questions in a server's answer as the client may see them: all of them what policy lets the server ask and the client
 * has said that it answers, or none.
 *
 * @returns edits of the answer; none where the questions go on as they came
 */
export function shownQuestions(
  asking: Pick<GovernedCall, 'message' | 'access' | 'session'>,
  message: ResultMessage,
): ReadonlyMap<string, Piece> | Ended {
  const rules = asking.access.policy?.policy.serverRequests;
  if (!inputRequestsAllowed(message, rules)) return invalid('The server asked the client for what policy denies it.');
  const asked = message.members.get('inputRequests');
  const questions = asked === undefined ? {} : valueAt(message.bytes, asked);
  const told = declared(asking, rules);
  if (!isJsonObject(questions) || !Object.values(questions).every((question) => answers(told, question))) {
    return invalid('The server asked for what the client has not said that it answers.');
  }
  const shown = withHosts(questions, asking.session.slug);
  return new Map(shown === undefined ? [] : [['inputRequests', JSON.stringify(shown)]]);
}

/** What the server was told that the client answers. */
function declared({ message }: Pick<GovernedCall, 'message'>, rules: ServerRequests | undefined): JsonObject {
  const span = message.meta.get(metaKeys.clientCapabilities);
  const capabilities = span === undefined ? {} : valueAt(message.bytes, span);
  return filterCapabilities(isJsonObject(capabilities) ? capabilities : {}, rules);
}

function answers(told: JsonObject, question: unknown): boolean {
  if (!isJsonObject(question) || typeof question.method !== 'string') return false;
  const { params = {} } = question;
  if (!isJsonObject(params) || !mayBeAsked(question.method, params, told)) return false;
  return params.mode !== 'url' || (typeof params.url === 'string' && linkHost(params.url) !== undefined);
}

/**
 * A link is always shown with who asks and where it leads: the server's own words may say anything.
 *
 * @returns `undefined` when there is no link among the questions, so that they go on as they came
 */
function withHosts(questions: JsonObject, slug: string): JsonObject | undefined {
  let links = 0;
  const shown = Object.entries(questions).map(([key, question]) => {
    const params = isJsonObject(question) ? question.params : undefined;
    const url =
      isJsonObject(params) && params.mode === 'url' && typeof params.url === 'string' ? params.url : undefined;
    if (!isJsonObject(question) || !isJsonObject(params) || url === undefined) return [key, question] as const;
    links += 1;
    const said = typeof params.message === 'string' ? params.message : '';
    const message = `[${slug} asks you to open ${linkHost(url)}] ${said}`;
    return [key, { ...question, params: { ...params, message } }] as const;
  });
  return links === 0 ? undefined : Object.fromEntries(shown);
}

function invalid(message: string): Ended {
  return ended('error', 'upstream_invalid', { message });
}
