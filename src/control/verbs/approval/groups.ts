import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';

/** As policies name it. */
const groupField = z.string().min(1).max(500);
const memberField = z
  .string()
  .regex(/^(?:user|api_key):[0-9a-f]{32}$/, 'must be user:<id> or api_key:<id>')
  .describe('user:<id> or api_key:<id>');

const groupShape = z.strictObject({ name: groupField, members: z.array(memberField) });

/** Lists the groups that policies may leave decisions to. */
export const listApproverGroups = defineVerb({
  name: 'approver_group.list',
  summary: 'Lists the groups of approvers and their members.',
  permission: 'approvals:read',
  change: false,
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(groupShape) }),
  run: async (_input, { tx }) => {
    const rows = await tx.selectFrom('approver_group').selectAll().orderBy('name').orderBy('member').execute();
    const groups = new Map<string, string[]>();
    for (const { name, member } of rows) groups.set(name, [...(groups.get(name) ?? []), member]);
    return { items: [...groups].map(([name, members]) => ({ name, members })) };
  },
});

/** Says who is in a group; a group without members is none. */
export const setApproverGroup = defineVerb({
  name: 'approver_group.set',
  summary: 'Says who is in a group of approvers: all of its members, or none to be rid of it.',
  permission: 'accounts:write',
  change: true,
  input: z.strictObject({ name: groupField, members: z.array(memberField).max(500) }),
  output: groupShape,
  run: async ({ name, members }, { tx, event }) => {
    const wanted = [...new Set(members)].sort();
    for (const member of wanted)
      if (!(await exists(tx, member))) throw wrongField('members', `${member} does not exist`);
    await tx.deleteFrom('approver_group').where('name', '=', name).execute();
    if (wanted.length > 0) {
      await tx
        .insertInto('approver_group')
        .values(wanted.map((member) => ({ name, member })))
        .execute();
    }
    event({ group: name, members: wanted });
    return { name, members: wanted };
  },
});

type Tx = Parameters<typeof setApproverGroup.run>[1]['tx'];

async function exists(tx: Tx, member: string): Promise<boolean> {
  const [kind, id = ''] = member.split(':');
  switch (kind) {
    case 'user':
      return (await tx.selectFrom('user_account').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
    case 'api_key':
      return (await tx.selectFrom('api_key').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
    default:
      throw new Fault('bad_request', 'a member is a user or an API key');
  }
}
