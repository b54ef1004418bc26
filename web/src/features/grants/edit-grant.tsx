import { type FormEvent, useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Dialog, moment, ProblemNote, toast } from '../../ui/index.ts';
import { TermsFields, termsOf } from './grant-terms.tsx';

type Grant = Output<'grant.list'>['items'][number];

/** What a grant opens, and on what terms, changed: its token and its budgets stay. */
export function EditGrant(props: {
  readonly grant: Grant;
  readonly onClose: () => void;
  readonly onSaved: (grant: Grant) => void;
}) {
  const { grant, onClose, onSaved } = props;
  const [terms, setTerms] = useState({
    label: grant.label,
    servers: grant.servers,
    lasts: 'as_is',
    addresses: grant.addresses.join('\n'),
    tags: Object.entries(grant.tags)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  });
  const update = useChange('grant.update', (saved) => {
    toast(`${saved.label} is changed, from its next call on.`);
    onSaved(saved);
    onClose();
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    update.mutate({ grant: grant.id, ...termsOf(terms) });
  };
  const asIs = grant.expiresAt === null ? 'for ever, as it is' : `until ${moment(grant.expiresAt)}, as it is`;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Change ${grant.label}`}
      lead="Its token stays, and what is left of its budgets."
      footer={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit" form="edit-grant" busy={update.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="edit-grant" onSubmit={submit}>
        <TermsFields terms={terms} onChange={setTerms} asIs={asIs} />
        {update.isError && <ProblemNote problem={update.error} />}
      </form>
    </Dialog>
  );
}
