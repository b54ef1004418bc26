import { z } from 'zod';
import { type CaptureRule, defaultRetentionMs } from '../../../captures/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { storedCaptureRules } from '../../captures/capture-rules.ts';
import { defineVerb } from '../../define-verb.ts';
import { idField } from '../../fields.ts';
import { slugField } from '../../registry/names.ts';
import { refuseUnknown } from '../../registry/refuse-unknown.ts';
import { captureRuleShape, levelField } from './capture.ts';

const hourMs = 3_600_000;
const mostRules = 1_000;

export const listCaptureRules = defineVerb({
  name: 'capture.list_rules',
  summary: 'Lists whose arguments are captured, how much of them, and for how long. Without a rule none are.',
  permission: 'installation:read',
  change: false,
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(captureRuleShape) }),
  run: async (_, { tx, services }) => {
    const file = (services.declared?.().capture ?? []).map((rule) =>
      shown(rule, 'file', { id: null, setBy: null, setAt: null }),
    );
    const stored = (await storedCaptureRules(tx)).map((rule) => shown(rule, 'stored', rule));
    return { items: [...file, ...stored] };
  },
});

/** Says how much is captured of some calls. Who may turn it on may not read it. */
export const setCaptureRule = defineVerb({
  name: 'capture.set_rule',
  summary: 'Captures the arguments of calls from now on, or no more: of a grant, to a server, of both, or of all.',
  permission: 'installation:write',
  change: true,
  input: z.strictObject({
    grant: z.string().min(1).max(200).optional().describe('id or label; every grant when absent'),
    server: slugField.optional().describe('every server when absent'),
    level: levelField,
    retentionMs: z
      .number()
      .int()
      .min(hourMs)
      .max(3_650 * 24 * hourMs)
      .default(defaultRetentionMs)
      .describe('what is captured by this rule is removed after this long; 7 days unless said otherwise'),
  }),
  output: z.strictObject({ rule: captureRuleShape }),
  run: async ({ grant, server, level, retentionMs }, { tx, actor, now, ids, services, event, changed }) => {
    await refuseUnknown(tx, services, { grant, server });
    const target = { grant_name: grant ?? '', server: server ?? '' };
    const known = await tx
      .selectFrom('capture_rule')
      .select('id')
      .where('grant_name', '=', target.grant_name)
      .where('server', '=', target.server)
      .executeTakeFirst();
    const id = known?.id ?? ids.id();
    const setBy = `${actor.kind}:${actor.id}`;
    const values = { level, retention_ms: retentionMs, set_by: setBy, set_at: now };
    if (known === undefined) {
      const { n } = await tx
        .selectFrom('capture_rule')
        .select((x) => x.fn.countAll().as('n'))
        .executeTakeFirstOrThrow();
      if (Number(n) >= mostRules) throw new Fault('conflict', `there are ${mostRules} rules already`);
      await tx
        .insertInto('capture_rule')
        .values({ id, ...target, ...values })
        .execute();
    } else await tx.updateTable('capture_rule').set(values).where('id', '=', id).execute();
    event({ rule: id, grant: grant ?? null, server: server ?? null, level, retentionMs });
    changed();
    return { rule: shown({ grant, server, level, retentionMs }, 'stored', { id, setBy, setAt: now }) };
  },
});

export const removeCaptureRule = defineVerb({
  name: 'capture.remove_rule',
  summary: 'Removes a rule of the capture. What was captured by it stays until its time is over.',
  permission: 'installation:write',
  change: true,
  input: z.strictObject({ id: idField }),
  output: z.strictObject({}),
  run: async ({ id }, { tx, event, changed }) => {
    const gone = await tx
      .deleteFrom('capture_rule')
      .where('id', '=', id)
      .returning(['grant_name', 'server', 'level'])
      .executeTakeFirst();
    if (gone === undefined) throw new Fault('not_found', 'there is no such rule');
    event({ rule: id, grant: gone.grant_name || null, server: gone.server || null, level: gone.level });
    changed();
    return {};
  },
});

function shown(
  { grant, server, level, retentionMs }: CaptureRule,
  origin: 'file' | 'stored',
  { id, setBy, setAt }: { readonly id: string | null; readonly setBy: string | null; readonly setAt: number | null },
): z.output<typeof captureRuleShape> {
  return { origin, id, grant: grant ?? null, server: server ?? null, level, retentionMs, setBy, setAt };
}
