import type { CallRecord } from '../../audit/index.ts';
import type { ClientRequest } from '../client-request.ts';
import type { Ports } from '../ports.ts';
import type { Task } from './session-tasks.ts';

/**
 * What a client did with a task, on the record beside the call that began it (`continues`): that it cancelled it, brought it
 * an answer, or was given what came of it. How it stands may be asked as often as the client likes, and is not recorded.
 */
export async function recordTask(request: ClientRequest, task: Task, startedAt: number, ports: Ports): Promise<void> {
  const { grant, access, session, message, requestId } = request;
  const { principal } = grant;
  const record: CallRecord = {
    kind: 'call',
    requestId,
    time: ports.clock.now(),
    organization: principal.organization,
    grant: principal.grant,
    user: principal.user?.id,
    session: session.digest,
    client: session.client,
    server: session.slug,
    method: message.method,
    subject: task.tool,
    policy: access.policy?.name,
    policyVersion: access.policy?.version,
    continues: task.requestId,
    outcome: 'allow',
    ms: ports.clock.monotonic() - startedAt,
  };
  await ports.journal.record(record);
}
