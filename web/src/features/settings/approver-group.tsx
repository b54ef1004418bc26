import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useChange } from '../../api/use-verb.ts';
import { wrongFields } from '../../api/wrong-fields.ts';
import { Checkbox, Field, FormDialog, Input, toast } from '../../ui/index.ts';
import type { Decider } from './use-deciders.ts';

/** Who is in a group of approvers, or in a new one. One without members is none. */
export function ApproverGroup(props: {
  readonly group: Output<'approver_group.list'>['items'][number] | undefined;
  /** Names that there are. */
  readonly taken: readonly string[];
  readonly deciders: readonly Decider[];
  readonly onClose: () => void;
}) {
  const { group, deciders, onClose } = props;
  const [name, setName] = useState(group?.name ?? '');
  const [members, setMembers] = useState<ReadonlySet<string>>(new Set(group?.members));
  const save = useChange('approver_group.set', (after) => {
    toast(after.members.length === 0 ? `${after.name} is no group any more.` : 'Saved, and in force.');
    onClose();
  });
  const wrong = wrongFields(save.error);
  const taken = group === undefined && props.taken.includes(name.trim());
  const empty = members.size === 0;
  const ends = empty && group !== undefined;
  const known = new Set(deciders.map(({ member }) => member));
  // Whoever is in it stays in sight, whatever became of their role since.
  const offered = [
    ...deciders.filter(({ member, decides }) => decides || group?.members.includes(member) === true),
    ...(group?.members ?? [])
      .filter((member) => !known.has(member))
      .map((member) => ({ member, name: member, about: 'not listed here' })),
  ];
  const put = (member: string, isIn: boolean): void => {
    const next = new Set(members);
    if (isIn) next.add(member);
    else next.delete(member);
    setMembers(next);
  };
  const submit = (): void => {
    if (!taken) save.mutate({ name: name.trim(), members: [...members] });
  };
  return (
    <FormDialog
      title={group === undefined ? 'New group of approvers' : group.name}
      keep="Cancel"
      act={ends ? 'Remove the group' : 'Save'}
      look={ends ? 'danger' : 'primary'}
      // Without members it is gone at once, and whatever a policy leaves to it waits for nobody.
      asks={ends}
      disabled={empty && group === undefined}
      onClose={onClose}
      onSubmit={submit}
      change={save}
    >
      {group === undefined && (
        <Field
          label="Name"
          hint="As policies name it in approvers.groups. It cannot be changed later."
          error={taken ? 'There is a group of that name.' : wrong.get('/name')}
        >
          {(ids) => (
            <Input {...ids} required maxLength={500} value={name} onChange={({ target }) => setName(target.value)} />
          )}
        </Field>
      )}
      <fieldset>
        <legend className="mb-2 text-xs font-medium">Who is in it</legend>
        <div className="space-y-2">
          {offered.map((one) => (
            <Checkbox
              key={one.member}
              className="flex items-start [&>input]:mt-0.5"
              label={
                <>
                  <span className="foreign font-medium">{one.name}</span>
                  <span className="foreign block text-xs text-ink-2">{one.about}</span>
                </>
              }
              checked={members.has(one.member)}
              onChange={({ target }) => put(one.member, target.checked)}
            />
          ))}
        </div>
      </fieldset>
      {ends && (
        <p className="mt-3 text-xs text-ask">
          A group without members is none: what a policy leaves to it, nobody can approve.
        </p>
      )}
    </FormDialog>
  );
}
