import { mayBeAsked } from '../../bridge/index.ts';
import { stringAt, writeNotification, writeRequest } from '../../protocol/index.ts';
import type { GovernedCall } from '../governed-call.ts';

/**
 * What whoever sits at the client is asked while a call waits for a person. It confirms the wait or ends it; it never
 * decides.
 *
 * @returns the params of `elicitation/create`, of which every revision that has forms knows all but the mode
 */
export function waitQuestion({ shownAs, subject, session }: GovernedCall, id: string) {
  const name = shownAs ?? (subject.kind === 'resource' ? subject.uri : subject.name);
  const message =
    `${name} (${session.slug}) waits for approval ${id}, which somebody else decides. ` +
    'Go on waiting? Your answer approves nothing.';
  return { message, requestedSchema: { type: 'object', properties: {} } };
}

/**
 * Asks it of a client with a session, on the stream of its call.
 *
 * @param said `false`: they want to wait no longer. Whatever is no answer to the question says nothing
 * @returns what takes the question back; `undefined` when this client cannot be asked
 */
export function askWhetherToWait(
  call: GovernedCall,
  id: string,
  said: (goOn: boolean) => void,
): (() => void) | undefined {
  const { reply, session } = call;
  const { end, capabilities, revision } = session;
  if (revision.stateless || !end.mayBeAsked || !mayBeAsked('elicitation/create', {}, capabilities)) return undefined;
  let isOpen = true;
  const question = end.ask({
    kind: 'gateway',
    answered: (message) => {
      isOpen = false;
      const action = message.kind === 'result' ? stringAt(message.bytes, message.members.get('action')) : undefined;
      if (action === 'accept') said(true);
      else if (action === 'decline' || action === 'cancel') said(false);
    },
  });
  const takeBack = (): void => {
    if (!isOpen) return;
    isOpen = false;
    end.answered(`n:${question}`);
    reply.message(writeNotification('notifications/cancelled', [['requestId', String(question)]]));
  };
  const params = Object.entries(waitQuestion(call, id)).map(([key, value]): [string, string] => [
    key,
    JSON.stringify(value),
  ]);
  if (reply.message(writeRequest(question, 'elicitation/create', params))) return takeBack;
  end.answered(`n:${question}`);
  return undefined;
}
