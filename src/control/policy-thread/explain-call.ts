import { decide } from '../../lab/index.ts';
import { judge, type Policy, Trace } from '../../policy/index.ts';
import { defaultCaps, isJsonObject, type JsonObject, scan, valueAt } from '../../protocol/index.ts';
import type { ExplainAnswer, ExplainAsk } from './jobs.ts';

/** One call, judged by the one judge there is, with everything that it looked at. */
export function explainCall(ask: Omit<ExplainAsk, 'document'>, policy: Policy): ExplainAnswer {
  const trace = new Trace();
  const read = argumentsOf(ask.arguments);
  const { annotations, category, severity } = ask;
  const told = Object.entries(annotations).filter(([, hint]) => hint !== undefined);
  const facts = { category, severity, annotations: Object.fromEntries(told) };
  const call =
    ask.subject === 'tool'
      ? ({ kind: 'tool', name: ask.name, arguments: typeof read === 'string' ? {} : read, facts } as const)
      : ask.subject === 'prompt'
        ? ({ kind: 'prompt', name: ask.name } as const)
        : ({ kind: 'resource', uri: ask.name } as const);
  const context = {
    grant: { id: ask.grant, label: ask.grant, tags: new Map(Object.entries(ask.tags)) },
    ...(ask.user === undefined ? {} : { user: { id: ask.user, email: ask.user, groups: ask.groups } }),
    server: ask.server,
    organization: 'organization',
    now: ask.at,
  };
  const refused = typeof read === 'string' ? read : undefined;
  const decision = decide(policy, { call, context, refused }, undefined, (of, asked, about) =>
    judge(of, asked, about, trace),
  );
  return { decision, trace: trace.lines };
}

/** The arguments, by the same strict scanner that reads calls; or why they are refused before judgement. */
function argumentsOf(text: string): JsonObject | 'bad_request' | 'too_large' {
  const bytes = Buffer.from(text);
  const found = scan(bytes, defaultCaps, 'everywhere');
  if (found.kind === 'offence') return found.code;
  const value = valueAt(bytes, found.span);
  return isJsonObject(value) ? value : 'bad_request';
}
