import { anchoredClock } from '../kernel/index.ts';
import type { JsonObject, JsonValue } from '../protocol/index.ts';
import { eraOf, legacyRevisions, metaKeys, metaOf, modernRevision } from './era.ts';
import { explain } from './explain.ts';
import { failure, isObject, member, NetdiagError, type NetdiagReply, success } from './rpc.ts';
import type { ToolContext } from './tool.ts';
import { tools } from './tools/index.ts';

/** How the server is set up. */
export interface NetdiagOptions {
  /** Shown to clients as the server's version. */
  readonly version: string;
  /** Lets the diagnostics reach private, link-local and otherwise special addresses. */
  readonly allowPrivate: boolean;
  /** Name servers (`address` or `address:port`) to ask instead of the system's. */
  readonly nameServers?: readonly string[];
}

/** Sends a notification to the client, on the stream of the request it belongs to. */
export type Notify = (notification: JsonObject) => void;

/** One client, over whatever carries its messages. */
export interface NetdiagConnection {
  /**
   * Takes one message in.
   *
   * @param notify for what has to be said before the answer
   * @returns the answer; `undefined` when none is owed (notifications, responses, cancelled requests). Never rejects.
   */
  receive(message: JsonValue, notify: Notify): Promise<NetdiagReply | undefined>;
  /** The client is gone: aborts what is under way. */
  close(): void;
}

const instructions =
  'Network diagnostics from the machine this server runs on. Public and loopback addresses can be reached; others only ' +
  'when the operator has permitted it.';

/** Makes the server; each client gets a connection of its own. */
export function createNetdiag(options: NetdiagOptions): { connect(): NetdiagConnection } {
  const clock = anchoredClock();
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const serverInfo = { name: 'toolgate-netdiag', title: 'Network diagnostics', version: options.version };
  const capabilities = { tools: {} };

  /** What every result of the modern era carries besides its content; legacy results stay as they are. */
  const stamp = (era: 'legacy' | 'modern', result: JsonObject, cacheable = false): JsonObject =>
    era === 'legacy'
      ? result
      : {
          resultType: 'complete',
          ...result,
          // The tools change with the program only.
          ...(cacheable ? { ttlMs: 3_600_000, cacheScope: 'public' } : {}),
          _meta: { [metaKeys.serverInfo]: serverInfo },
        };

  const callTool = async (params: JsonObject, signal: AbortSignal, notify: Notify): Promise<JsonObject> => {
    const name = member(params, 'name');
    const tool = typeof name === 'string' ? byName.get(name) : undefined;
    if (tool === undefined) throw new NetdiagError(-32602, 'Unknown tool');
    const given = member(params, 'arguments') ?? {};
    if (!isObject(given)) throw new NetdiagError(-32602, '"arguments" must be an object');
    const progressToken = member(metaOf(params), 'progressToken');
    const context: ToolContext = {
      clock,
      signal,
      allowPrivate: options.allowPrivate,
      nameServers: options.nameServers ?? [],
      progress: (progress, total, message) => {
        if (progressToken === undefined || signal.aborted) return;
        const body = { progressToken, progress, total, message };
        notify({ jsonrpc: '2.0', method: 'notifications/progress', params: body });
      },
    };
    try {
      const structuredContent = await tool.run(given, context);
      return { content: [{ type: 'text', text: JSON.stringify(structuredContent, null, 2) }], structuredContent };
    } catch (error) {
      return { content: [{ type: 'text', text: `${tool.name}: ${explain(error)}` }], isError: true };
    }
  };

  const serve = async (
    method: string,
    params: JsonObject,
    signal: AbortSignal,
    notify: Notify,
  ): Promise<JsonObject> => {
    const era = eraOf(method, params);
    if (method === 'tools/list') return stamp(era, { tools: tools.map((tool) => tool.definition) }, true);
    if (method === 'tools/call') return stamp(era, await callTool(params, signal, notify));
    if (era === 'modern') {
      if (method !== 'server/discover') throw new NetdiagError(-32601, 'Method not found', 404);
      return stamp(era, { supportedVersions: [modernRevision], capabilities, instructions }, true);
    }
    if (method === 'ping') return {};
    if (method !== 'initialize') throw new NetdiagError(-32601, 'Method not found');
    const asked = member(params, 'protocolVersion');
    const protocolVersion = legacyRevisions.find((revision) => revision === asked) ?? legacyRevisions[0] ?? '';
    return { protocolVersion, capabilities, serverInfo, instructions };
  };

  return {
    connect() {
      const underWay = new Map<string, AbortController>();
      return {
        async receive(message, notify) {
          if (!isObject(message) || member(message, 'jsonrpc') !== '2.0') return notAMessage();
          const method = member(message, 'method');
          const id = member(message, 'id');
          const given = member(message, 'params') ?? {};
          // Nothing is ever asked of a client here, so a response answers nothing.
          if (method === undefined && (Object.hasOwn(message, 'result') || Object.hasOwn(message, 'error'))) return;
          if (typeof method !== 'string' || !isObject(given)) return notAMessage();
          if (id === undefined) {
            if (method === 'notifications/cancelled') underWay.get(keyOf(member(given, 'requestId')))?.abort();
            return;
          }
          if (typeof id !== 'string' && typeof id !== 'number') return notAMessage();
          const key = keyOf(id);
          if (underWay.has(key)) return failure(id, new NetdiagError(-32600, 'this id is already in flight', 400));
          const controller = new AbortController();
          underWay.set(key, controller);
          try {
            const result = await serve(method, given, controller.signal, notify);
            return controller.signal.aborted ? undefined : success(id, result);
          } catch (error) {
            return failure(id, error instanceof NetdiagError ? error : new NetdiagError(-32603, 'Internal error', 500));
          } finally {
            underWay.delete(key);
          }
        },
        close() {
          for (const controller of underWay.values()) controller.abort();
        },
      };
    },
  };
}

/** The number 1 and the string "1" are two ids. */
function keyOf(id: JsonValue | undefined): string {
  return JSON.stringify(id) ?? '';
}

function notAMessage(): NetdiagReply {
  return failure(null, new NetdiagError(-32600, 'this is no JSON-RPC 2.0 message', 400));
}
