import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import type { ReplayReport } from '../../../lab/index.ts';
import { withKeptCalls } from '../../captures/kept-calls.ts';
import { defineVerb, type PrepareContext } from '../../define-verb.ts';
import { inPolicyThread } from '../../policy-thread/in-policy-thread.ts';
import type { PolicyText } from '../../policy-thread/jobs.ts';
import { readDocument } from '../../policy-thread/read-document.ts';
import { policyNameField, slugField } from '../../registry/names.ts';
import { storedPolicy, versionText } from '../policy/policy.ts';
import { documentField } from './document.ts';
import { replayedCallShape, replayReportShape, spanFields } from './replay-shape.ts';

const weekMs = 7 * 24 * 3_600_000;
const replayMs = 60_000;

/** Calls on record, judged again under a draft, a version or a text: what changes, and what cannot be said. */
export const replayPolicy = defineVerb({
  name: 'policy.replay',
  summary:
    'Judges calls on record again under a draft or another version: which end otherwise, and of which it cannot be said. It is on the record who asked.',
  permission: 'policies:read',
  change: true,
  input: z.strictObject({
    name: policyNameField,
    version: z.number().int().min(1).optional().describe('the newest when neither this nor a text is given'),
    text: documentField.min(1).optional().describe('a draft that was not saved'),
    format: z.enum(['json', 'yaml']).default('json').describe('of the text'),
    server: slugField.optional().describe('calls to this server, under whatever policy; else calls under this policy'),
    grant: z.string().max(200).optional().describe('only calls of this grant: id or label'),
    since: z.number().int().optional().describe('ms since the epoch; the last 7 days when absent'),
    until: z.number().int().optional(),
    list: z.number().int().min(0).max(1_000).default(200).describe('most calls that are told one by one'),
  }),
  output: z.strictObject({
    name: policyNameField,
    version: z.number().int().nullable().describe('null: the text that was given'),
    report: replayReportShape,
    calls: z.array(replayedCallShape).describe('calls that change or cannot be decided, the newest first'),
    ...spanFields,
  }),
  prepare: async (input, context) => {
    const { name, grant, until, list } = input;
    const since = input.since ?? context.now - weekMs;
    const { policy, version } = await candidate(input, context);
    const { actor } = context;
    await readDocument(policy, actor);
    const backMs = await inPolicyThread(actor, 'window', policy);
    const servers = input.server === undefined ? await serversOf(name, context) : [input.server];
    const under = input.server === undefined ? name : undefined;
    const asked = { servers, grant, policy: under, since: since - backMs, until };
    return withKeptCalls(asked, context, async (kept) => {
      const answer = await inPolicyThread(actor, 'replay', { policy, calls: kept.calls, since, list }, replayMs);
      return { answer, kept, version, since };
    });
  },
  run: async ({ name, server, grant }, { event }, { answer, kept, version, since }) => {
    const { captured, complete, values } = kept;
    const of = { policy: name, version, server: server ?? null, grant: grant ?? null };
    event({ ...of, calls: answer.report.calls, captured, values });
    return { name, version, report: plain(answer.report), calls: [...answer.calls], since, captured, complete, values };
  },
});

type Input = {
  readonly name: string;
  version?: number | undefined;
  text?: string | undefined;
  format: 'json' | 'yaml';
};

async function candidate(
  { name, version, text, format }: Input,
  { sql, services }: PrepareContext,
): Promise<{ policy: PolicyText; version: number | null }> {
  if (text !== undefined) {
    if (version !== undefined) throw new Fault('bad_request', 'either a version or a text, not both');
    return { policy: { name, text, format }, version: null };
  }
  const file = services.declared?.().policies.get(name);
  if (file !== undefined && version !== undefined) {
    throw new Fault(
      'bad_request',
      `the configuration file declares the policy ${name}: only its text in force is known`,
    );
  }
  if (file !== undefined) return { policy: { name, text: file.text, format: file.format }, version: null };
  const stored = await storedPolicy(sql, services, name);
  const wanted = version ?? stored.latest_version;
  const { text: saved, format: as } = await versionText(sql, stored, wanted);
  return { policy: { name, text: saved, format: as }, version: wanted };
}

/** The servers that anybody has under this policy. */
async function serversOf(name: string, { sql, services }: PrepareContext): Promise<string[]> {
  const rows = await sql.selectFrom('grant_access').select('server').distinct().where('policy', '=', name).execute();
  const declared = (services.declared?.().grants ?? []).flatMap(({ servers }) =>
    [...servers].filter(([, policy]) => policy === name).map(([server]) => server),
  );
  return [...new Set([...rows.map(({ server }) => server), ...declared])];
}

function plain(report: ReplayReport): z.input<typeof replayReportShape> {
  return {
    ...report,
    changes: report.changes.map((change) => ({ ...change })),
    cannotBeDecided: [...report.cannotBeDecided],
    notJudged: { ...report.notJudged },
  };
}
