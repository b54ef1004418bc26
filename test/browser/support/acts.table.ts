/** A verb that is asked about first, or only with what `when` finds in the body of its request. */
export interface Asked {
  readonly verb: string;
  readonly when?: (body: Readonly<Record<string, unknown>>) => boolean;
}

/**
 * Acts that are asked about before they are done, in a dialog that says what will be so afterwards: those that no click takes
 * back, and those that agents or other people feel at once (ADR 0343). They are asked about wherever they are begun.
 */
export const asked: readonly Asked[] = [
  // Agents feel it with their next call.
  { verb: 'kill.set' },
  { verb: 'kill.lift' },
  { verb: 'grant.rotate' },
  { verb: 'grant.revoke' },
  { verb: 'policy.activate' },
  { verb: 'policy.confirm' },
  { verb: 'policy.rollback' },
  { verb: 'policy.attach' },
  { verb: 'policy.save', when: ({ activate }) => activate === true },
  { verb: 'configuration.apply' },
  { verb: 'approver_group.set', when: ({ members }) => Array.isArray(members) && members.length === 0 },
  // Other people and programs feel it.
  { verb: 'user.update', when: ({ role, state }) => role !== undefined || state !== undefined },
  { verb: 'user.end_sessions' },
  { verb: 'user.remove_second_factor' },
  { verb: 'user.remove' },
  { verb: 'api_key.revoke' },
  { verb: 'invitation.revoke' },
  // Nothing brings it back.
  { verb: 'server.remove' },
  { verb: 'policy.remove' },
  { verb: 'channel.remove' },
  { verb: 'message.remove' },
  { verb: 'capture.remove' },
  { verb: 'capture.remove_rule' },
  { verb: 'retention.run' },
];

/** Every other verb that is no question, with why it is done at once. */
export const atOnce: Readonly<Record<string, readonly string[]>> = {
  'it changes nothing that lasts': [
    'server.test',
    'policy.diff',
    'policy.check',
    'policy.explain',
    'policy.compare',
    'policy.as_json',
    'policy.recommend',
    'policy.replay',
    'policy.suggest',
    'configuration.plan',
    'invitation.show',
    'audit.verify',
    'capture.show',
    'channel.test',
    'delivery.retry',
  ],
  'its form, or its page, shows all of it, and its button says what it does': [
    'setup.complete',
    'session.begin',
    'invitation.accept',
    'invitation.create',
    'profile.update',
    'profile.change_password',
    'second_factor.enrol',
    'second_factor.confirm',
    'second_factor.remove',
    'api_key.create',
    'server.create',
    'server.update',
    'grant.create',
    'grant.update',
    'channel.create',
    'capture.set_rule',
    'approval.approve',
    'approval.deny',
    'approval.propose',
    'definition.approve',
    'definition.reject',
  ],
  'it is one’s own, or is made anew with a click': ['session.end', 'setup.issue', 'user.reset_password'],
  'it takes something back that was open: people are asked again': ['approval_exception.revoke'],
};
