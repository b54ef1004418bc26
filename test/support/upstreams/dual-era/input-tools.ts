import { randomBytes } from 'node:crypto';
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import { forms, oneText } from './form.ts';

const none = z.object({});
const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] });

/** The state of a tool that asks more than once. */
export const stateCodec = createRequestStateCodec<{ readonly step: number; readonly name?: string }>({
  key: randomBytes(32),
});

const askName = (message: string) => inputRequired.elicit({ message, requestedSchema: oneText('name') });
const askColor = inputRequired.elicit({
  message: 'Step 2: What is your favorite color?',
  requestedSchema: oneText('color'),
});
const askToConfirm = inputRequired.elicit({ message: 'Please confirm', requestedSchema: forms.confirm });
const askModel = (prompt: string, maxTokens: number) =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: prompt } }],
    maxTokens,
  });

function nameIn(ctx: ServerContext, key: string): string | undefined {
  return acceptedContent(ctx.mcpReq.inputResponses, key, z.object({ name: z.string() }))?.name;
}

/** What the tool has sealed in its last answer; the SDK has refused what it did not seal. */
function stateOf(ctx: ServerContext): { readonly step: number; readonly name?: string } | undefined {
  return ctx.mcpReq.requestState<{ readonly step: number; readonly name?: string }>();
}

/** What the client declares with the request, or has declared when its session began. The SDK declares the envelope without its keys. */
function capabilitiesIn(ctx: ServerContext, server: McpServer): Readonly<Record<string, unknown>> {
  const envelope: Readonly<Record<string, unknown>> = ctx.mcpReq.envelope ?? {};
  const declared = envelope[CLIENT_CAPABILITIES_META_KEY] ?? server.server.getClientCapabilities();
  return typeof declared === 'object' && declared !== null ? (declared as Record<string, unknown>) : {};
}

type Run = (
  ctx: ServerContext,
  server: McpServer,
) => Promise<ReturnType<typeof text> | ReturnType<typeof inputRequired>>;

const tools: readonly (readonly [name: string, run: Run])[] = [
  [
    'test_input_required_result_elicitation',
    async (ctx) => {
      const name = nameIn(ctx, 'user_name');
      if (name === undefined) return inputRequired({ inputRequests: { user_name: askName('What is your name?') } });
      return text(`Hello, ${name}!`);
    },
  ],
  [
    'test_input_required_result_sampling',
    async (ctx) => {
      const answer = inputResponse(ctx.mcpReq.inputResponses, 'capital_question');
      if (answer.kind === 'sampling') return text(JSON.stringify(answer.result.content));
      return inputRequired({ inputRequests: { capital_question: askModel('What is the capital of France?', 100) } });
    },
  ],
  [
    'test_input_required_result_list_roots',
    async (ctx) => {
      const answer = inputResponse(ctx.mcpReq.inputResponses, 'client_roots');
      if (answer.kind === 'roots') return text(answer.roots.map(({ uri }) => uri).join(' '));
      return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
    },
  ],
  [
    'test_input_required_result_request_state',
    async (ctx) => {
      if (stateOf(ctx)?.step === 1 && inputResponse(ctx.mcpReq.inputResponses, 'confirm').kind === 'elicit') {
        return text('state-ok');
      }
      const requestState = await stateCodec.mint({ step: 1 }, ctx);
      return inputRequired({ inputRequests: { confirm: askToConfirm }, requestState });
    },
  ],
  [
    'test_input_required_result_multiple_inputs',
    async (ctx) => {
      const name = nameIn(ctx, 'user_name');
      const greeting = inputResponse(ctx.mcpReq.inputResponses, 'greeting');
      const roots = inputResponse(ctx.mcpReq.inputResponses, 'client_roots');
      if (stateOf(ctx) !== undefined && name !== undefined && greeting.kind === 'sampling' && roots.kind === 'roots') {
        return text(`${name}: ${JSON.stringify(greeting.result.content)} (${roots.roots.length} roots)`);
      }
      return inputRequired({
        inputRequests: {
          user_name: askName('What is your name?'),
          greeting: askModel('Generate a greeting', 50),
          client_roots: inputRequired.listRoots(),
        },
        requestState: await stateCodec.mint({ step: 1 }, ctx),
      });
    },
  ],
  [
    'test_input_required_result_multi_round',
    async (ctx) => {
      const state = stateOf(ctx);
      const name = nameIn(ctx, 'step1');
      if (state?.step === 1 && name !== undefined) {
        const requestState = await stateCodec.mint({ step: 2, name }, ctx);
        return inputRequired({ inputRequests: { step2: askColor }, requestState });
      }
      const color = acceptedContent(ctx.mcpReq.inputResponses, 'step2', z.object({ color: z.string() }))?.color;
      if (state?.step === 2 && color !== undefined) return text(`${state.name} likes ${color}.`);
      const requestState = await stateCodec.mint({ step: 1 }, ctx);
      return inputRequired({ inputRequests: { step1: askName('Step 1: What is your name?') }, requestState });
    },
  ],
  [
    'test_input_required_result_tampered_state',
    async (ctx) => {
      if (stateOf(ctx)?.step === 1) return text('The state is sound.');
      const requestState = await stateCodec.mint({ step: 1 }, ctx);
      return inputRequired({ inputRequests: { confirm: askToConfirm }, requestState });
    },
  ],
  [
    'test_input_required_result_capabilities',
    async (ctx, server) => {
      const declared = capabilitiesIn(ctx, server);
      const inputRequests = {
        ...('elicitation' in declared ? { name: askName('What is your name?') } : {}),
        ...('sampling' in declared ? { greeting: askModel('Generate a greeting', 50) } : {}),
        ...('roots' in declared ? { roots: inputRequired.listRoots() } : {}),
      };
      if (ctx.mcpReq.inputResponses !== undefined || Object.keys(inputRequests).length === 0) return text('Finished.');
      return inputRequired({ inputRequests });
    },
  ],
  // Asks for what a client without sampling cannot give.
  [
    'test_missing_capability',
    async (ctx) => {
      const answer = inputResponse(ctx.mcpReq.inputResponses, 'answer');
      if (answer.kind === 'sampling') return text('Finished.');
      return inputRequired({ inputRequests: { answer: askModel('Anything?', 10) } });
    },
  ],
  [
    'test_input_required_result_link',
    async (ctx) => {
      const answer = inputResponse(ctx.mcpReq.inputResponses, 'link');
      if (answer.kind === 'elicit') return text(`action=${answer.action}`);
      const link = inputRequired.elicitUrl({ message: 'Please sign in.', url: 'https://example.com/sign-in' });
      return inputRequired({ inputRequests: { link } });
    },
  ],
  [
    'test_streaming_elicitation',
    async (ctx) => {
      const answer = inputResponse(ctx.mcpReq.inputResponses, 'confirm');
      if (answer.kind === 'elicit') return text('Finished.');
      return inputRequired({ inputRequests: { confirm: askToConfirm } });
    },
  ],
];

/** Tools of the modern era that ask by their answer. */
export function addInputTools(server: McpServer): void {
  for (const [name, run] of tools) {
    server.registerTool(name, { description: 'Asks by its answer.', inputSchema: none }, (_args, ctx) =>
      run(ctx, server),
    );
  }
  server.registerPrompt('test_input_required_result_prompt', { description: 'A prompt that asks.' }, (ctx) => {
    const content = acceptedContent(ctx.mcpReq.inputResponses, 'user_context', z.object({ context: z.string() }));
    if (content !== undefined) {
      return { messages: [{ role: 'user', content: { type: 'text', text: `In the context of ${content.context}.` } }] };
    }
    const user_context = inputRequired.elicit({
      message: 'What context should the prompt use?',
      requestedSchema: oneText('context'),
    });
    return inputRequired({ inputRequests: { user_context } });
  });
}
