import { randomUUID } from 'node:crypto';
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  type McpServer,
  ProtocolError,
  type ServerContext,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { FixtureEra } from './era.ts';
import { oneText } from './form.ts';

/** The extension of tasks of 2026-07-28, which the official SDK leaves to who needs it. */
const extension = 'io.modelcontextprotocol/tasks';

interface Job {
  readonly taskId: string;
  readonly createdAt: string;
  status: 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled';
  inputRequests: Record<string, unknown>;
  readonly answers: Record<string, unknown>;
  resume: () => void;
  result?: unknown;
  error?: unknown;
}

/** The tasks of one process. Its ids are nobody's secret: who knows one may ask for it, as at a careless server. */
export class Jobs {
  readonly all = new Map<string, Job>();
  /** Every id that anybody asked about, in order. */
  readonly askedFor: string[] = [];
}

const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());
const form = (message: string) => ({
  method: 'elicitation/create',
  params: { mode: 'form', message, requestedSchema: { type: 'object', properties: { name: { type: 'string' } } } },
});

/**
 * Adds the tools that the official suite asks of a server with tasks, and the methods by which tasks are followed.
 *
 * @param era in the legacy one they are the same tools, and none of them is a task
 */
export function addTaskTools(server: McpServer, jobs: Jobs, era: FixtureEra = 'modern'): void {
  const tool = (name: string, shape: z.ZodRawShape, run: Run): void => {
    server.registerTool(name, { description: `The task ${name}.`, inputSchema: z.object(shape) }, (async (
      args: Record<string, unknown>,
      ctx: ServerContext,
    ) => {
      if (takesTasks(ctx)) return started(jobs, (job) => run(args, job));
      return run(args, undefined);
    }) as never);
  };
  server.registerTool('greet', { description: 'Greets.', inputSchema: z.object({ name: z.string() }) }, ({ name }) =>
    text(`Hello, ${name}!`),
  );
  tool('slow_compute', { seconds: z.number(), label: z.string().optional() }, async ({ seconds, label }, job) => {
    for (let left = Number(seconds) * 1_000; left > 0 && job?.status !== 'cancelled'; left -= 20) await pause(20);
    return text(`computed ${String(label)}`);
  });
  tool('failing_job', {}, async () => ({ ...text('it failed'), isError: true }));
  tool('protocol_error_job', {}, async () => {
    throw new ProtocolError(-32603, 'it broke');
  });
  tool('confirm_delete', { filename: z.string().optional() }, async ({ filename }, job) => {
    await ask(job, { confirm: form('Sure?') });
    return text(`deleted ${String(filename)}: ${JSON.stringify(job?.answers.confirm)}`);
  });
  tool('multi_input', {}, async (_args, job) => {
    await ask(job, { first: form('First?'), second: form('Second?') });
    return text(JSON.stringify(job?.answers));
  });
  server.registerTool('test_tool_with_task', { description: 'Asks, then works.', inputSchema: z.object({}) }, (async (
    _args: object,
    ctx: ServerContext,
  ) => {
    const answer = acceptedContent(ctx.mcpReq.inputResponses, 'user_name', z.object({ name: z.string() }));
    if (answer === undefined) {
      const user_name = inputRequired.elicit({ message: 'Who?', requestedSchema: oneText('name') });
      return inputRequired({ inputRequests: { user_name } });
    }
    return started(jobs, async () => text(`done for ${answer.name}`));
  }) as never);
  if (era === 'legacy') return;
  server.server.registerCapabilities({ extensions: { [extension]: {} } } as object);
  addMethods(server, jobs);
  refuseWithoutTasks(server, new Set(['failing_job', 'test_tool_with_task']));
}

/** The SDK makes a result of whatever a tool throws; that a client must take tasks is an error of the protocol. */
function refuseWithoutTasks({ server }: McpServer, only: ReadonlySet<string>): void {
  type Handler = (request: { readonly params: { readonly name: string } }, ctx: ServerContext) => Promise<unknown>;
  const handlers = (server as unknown as { readonly _requestHandlers: Map<string, Handler> })._requestHandlers;
  const call = handlers.get('tools/call');
  if (call === undefined) throw new Error('the SDK keeps its handlers elsewhere');
  handlers.set('tools/call', async (request, ctx) => {
    if (only.has(request.params.name) && !takesTasks(ctx)) throw missing();
    return call(request, ctx);
  });
}

type Run = (args: Record<string, unknown>, job: Job | undefined) => Promise<object>;

function addMethods(server: McpServer, jobs: Jobs): void {
  const method = (name: string, answer: (job: Job, ctx: ServerContext) => object): void =>
    server.server.setRequestHandler(
      name,
      { params: z.looseObject({ taskId: z.string() }) },
      (params: { readonly taskId: string }, ctx: ServerContext) => {
        if (!takesTasks(ctx)) throw missing();
        jobs.askedFor.push(params.taskId);
        const job = jobs.all.get(params.taskId);
        if (job === undefined) throw new ProtocolError(-32602, 'Failed to retrieve task: Task not found');
        return answer(job, ctx) as never;
      },
    );
  method('tasks/get', (job) => told(job));
  method('tasks/update', (job, ctx) => {
    // The SDK takes them out of the parameters, of whichever method.
    for (const [key, value] of Object.entries((ctx.mcpReq.inputResponses ?? {}) as object)) {
      if (!(key in job.inputRequests)) continue;
      job.answers[key] = value;
      const { [key]: _answered, ...left } = job.inputRequests;
      job.inputRequests = left;
    }
    if (job.status === 'input_required' && Object.keys(job.inputRequests).length === 0) job.resume();
    return {};
  });
  method('tasks/cancel', (job) => {
    if (job.status === 'working' || job.status === 'input_required') job.status = 'cancelled';
    return {};
  });
}

function started(jobs: Jobs, run: (job: Job) => Promise<object>): object {
  const job: Job = {
    taskId: randomUUID(),
    createdAt: new Date().toISOString(),
    status: 'working',
    inputRequests: {},
    answers: {},
    resume: () => {},
  };
  jobs.all.set(job.taskId, job);
  run(job).then(
    (result) => {
      if (job.status === 'cancelled') return;
      job.status = 'completed';
      job.result = result;
    },
    (error: unknown) => {
      job.status = 'failed';
      job.error = { code: -32603, message: String(error) };
    },
  );
  return { ...told({ ...job, status: 'working' }), resultType: 'task' };
}

function told({ taskId, createdAt, status, inputRequests, result, error }: Job): object {
  return {
    taskId,
    status,
    createdAt,
    lastUpdatedAt: createdAt,
    ttlMs: 60_000,
    pollIntervalMs: 100,
    ...(status === 'input_required' ? { inputRequests } : {}),
    ...(status === 'completed' ? { result } : {}),
    ...(status === 'failed' ? { error } : {}),
  };
}

async function ask(job: Job | undefined, questions: Record<string, unknown>): Promise<void> {
  if (job === undefined) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  job.inputRequests = questions;
  job.resume = () => {
    job.status = 'working';
    resolve();
  };
  job.status = 'input_required';
  await promise;
}

function takesTasks(ctx: ServerContext): boolean {
  const envelope: Readonly<Record<string, unknown>> = ctx.mcpReq.envelope ?? {};
  const declared = envelope[CLIENT_CAPABILITIES_META_KEY] as { extensions?: Record<string, unknown> } | undefined;
  return declared?.extensions?.[extension] !== undefined;
}

function missing(): ProtocolError {
  const data = { requiredCapabilities: { extensions: { [extension]: {} } } };
  return new ProtocolError(-32021, 'Missing required client capability', data);
}
