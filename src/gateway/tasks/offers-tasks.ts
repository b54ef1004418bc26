import { isJsonObject, type JsonObject, type ResultMessage, tasksExtension, valueAt } from '../../protocol/index.ts';
import type { Session } from '../sessions/session.ts';

/** Found out once for each welcome. */
const known = new WeakMap<ResultMessage, boolean>();

/**
 * Whether a session may have tasks: its revision has them, and its server has said that it makes them. A server that was
 * not asked in this process (its session was taken up) is thought to; it refuses by itself.
 */
export function offersTasks({ revision, connection }: Pick<Session, 'revision' | 'connection'>): boolean {
  if (!revision.stateless && !revision.serverCapabilities.has('tasks')) return false;
  const { welcome } = connection;
  if (welcome === undefined) return true;
  let offers = known.get(welcome);
  if (offers === undefined) {
    const span = welcome.members.get('capabilities');
    const capabilities = span === undefined ? {} : valueAt(welcome.bytes, span);
    offers =
      isJsonObject(capabilities) && (revision.stateless ? hasExtension(capabilities) : callsAsTasks(capabilities));
    known.set(welcome, offers);
  }
  return offers;
}

/** The `tasks` capability of a server of 2025-11-25, as far as the gateway carries it; `undefined` for none. */
export function carriedTasks(capabilities: JsonObject): JsonObject | undefined {
  if (!callsAsTasks(capabilities)) return undefined;
  const { tasks } = capabilities;
  const cancel = isJsonObject(tasks) && isJsonObject(tasks.cancel) ? { cancel: {} } : {};
  // Lists are the gateway's own: it knows whose each task is.
  return { list: {}, ...cancel, requests: { tools: { call: {} } } };
}

function callsAsTasks({ tasks }: JsonObject): boolean {
  const requests = isJsonObject(tasks) ? tasks.requests : undefined;
  const tools = isJsonObject(requests) ? requests.tools : undefined;
  return isJsonObject(tools) && isJsonObject(tools.call);
}

function hasExtension({ extensions }: JsonObject): boolean {
  return isJsonObject(extensions) && isJsonObject(extensions[tasksExtension]);
}
