import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { policyNameField } from '../../registry/names.ts';
import { activateOne, activationShape } from './activate-in.ts';
import { storedPolicy, versionText } from './policy.ts';

/** Puts the version in force again that was so before, or one that is named. */
export const rollbackPolicy = defineVerb({
  name: 'policy.rollback',
  summary: 'Puts the version in force again that was so before this one, or the one that is named.',
  permission: 'policies:activate',
  change: true,
  input: z.strictObject({ name: policyNameField, to: z.number().int().min(1).optional() }),
  output: activationShape,
  run: async ({ name, to }, context) => {
    const { tx, services, event } = context;
    const policy = await storedPolicy(tx, services, name);
    const log = await tx
      .selectFrom('policy_activation')
      .select(['version', 'observe'])
      .where('policy_id', '=', policy.id)
      .orderBy('seq', 'desc')
      .execute();
    const before =
      to === undefined
        ? log.find(({ version }) => version !== policy.active_version)
        : log.find(({ version }) => version === to);
    if (before === undefined) {
      throw new Fault(
        'conflict',
        to === undefined ? 'no other version was ever in force' : `version ${to} was never in force`,
      );
    }
    await versionText(tx, policy, before.version);
    event({ policy: name, from: policy.active_version, to: before.version });
    const { version, observe } = before;
    return { state: await activateOne(context, { policy, version, observe: observe !== 0 }), version };
  },
});
