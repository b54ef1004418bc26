import { setTimeout as pause } from 'node:timers/promises';
import {
  type ElicitRequestFormParams,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { FixtureEra } from './era.ts';
import { forms } from './form.ts';

const none = z.object({});
const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] });

/**
 * Tools that ask the client while they run. In the legacy era they send a request and wait; in the modern one, where no
 * server may do that, they answer `input_required` and go on when they are called again.
 */
export function addAskingTools(server: McpServer, era: FixtureEra): void {
  const asking = (
    name: string,
    done: (answer: string) => string,
    form: (args: { message?: string | undefined }) => ElicitRequestFormParams,
  ): void => {
    const inputSchema = z.object({ message: z.string().optional() });
    server.registerTool(name, { description: 'Asks the user.', inputSchema }, async (args, ctx) => {
      if (era === 'legacy') {
        const { action, content } = await ctx.mcpReq.elicitInput(form(args));
        return text(done(`action=${action}, content=${JSON.stringify(content ?? {})}`));
      }
      const answer = inputResponse(ctx.mcpReq.inputResponses, 'answer');
      if (answer.kind !== 'elicit') {
        return inputRequired({ inputRequests: { answer: inputRequired.elicit(form(args)) } });
      }
      return text(done(`action=${answer.action}, content=${JSON.stringify(answer.content ?? {})}`));
    });
  };
  asking(
    'test_elicitation',
    (answer) => `User response: ${answer}`,
    ({ message = 'Who are you?' }) => ({ message, requestedSchema: forms.person }),
  );
  asking(
    'test_elicitation_sep1034_defaults',
    (answer) => `Elicitation completed: ${answer}`,
    () => ({ message: 'Please review.', requestedSchema: forms.defaults }),
  );
  asking(
    'test_elicitation_sep1330_enums',
    (answer) => `Elicitation completed: ${answer}`,
    () => ({ message: 'Please choose.', requestedSchema: forms.choices }),
  );

  server.registerTool(
    'test_sampling',
    { description: 'Asks the model.', inputSchema: z.object({ prompt: z.string() }) },
    async ({ prompt }, ctx) => {
      const params = {
        messages: [{ role: 'user' as const, content: { type: 'text' as const, text: prompt } }],
        maxTokens: 100,
      };
      if (era === 'legacy') return text(`LLM response: ${said(await ctx.mcpReq.requestSampling(params))}`);
      const answer = inputResponse(ctx.mcpReq.inputResponses, 'answer');
      if (answer.kind !== 'sampling') {
        return inputRequired({ inputRequests: { answer: inputRequired.createMessage(params) } });
      }
      return text(`LLM response: ${said(answer.result)}`);
    },
  );

  server.registerTool(
    'test_reconnection',
    { description: 'Lets go of its stream and goes on.', inputSchema: none },
    async (_args, ctx: ServerContext) => {
      ctx.http?.closeSSE?.();
      await pause(100);
      return text('Still here.');
    },
  );
}

function said({ content }: { readonly content: unknown }): string {
  const [block] = Array.isArray(content) ? content : [content];
  return typeof block === 'object' && block !== null && 'text' in block ? String(block.text) : 'nothing';
}
