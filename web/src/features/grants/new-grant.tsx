import { useState } from 'react';
import { useChange } from '../../api/use-verb.ts';
import { Button, Dialog, FormDialog } from '../../ui/index.ts';
import { noTerms, TermsFields, termsOf } from './grant-terms.tsx';
import { TokenOnce } from './token-once.tsx';
import { usePolicyFor } from './use-policy-for.ts';

/** A grant: who, which servers under which policies, until when. Ends with the token. */
export function NewGrant(props: {
  readonly onClose: () => void;
  readonly server?: string | undefined;
  readonly policy?: string | undefined;
}) {
  const { onClose, server } = props;
  const { policyFor } = usePolicyFor();
  const [typed, setTerms] = useState(noTerms);
  const created = useChange('grant.create');
  // Whoever comes from the page of a server, or of a policy, means that one, until something is chosen.
  const meant = server === undefined ? undefined : (props.policy ?? policyFor(server));
  const terms =
    typed.servers === noTerms.servers && server !== undefined && meant !== undefined
      ? { ...typed, servers: { [server]: meant } }
      : typed;
  if (created.data !== undefined) {
    return (
      <Dialog
        open
        once
        onClose={onClose}
        wide
        title={`${created.data.grant.label} may call`}
        lead="From its next request on."
        footer={
          <Button look="primary" onClick={onClose}>
            I have the token
          </Button>
        }
      >
        <TokenOnce token={created.data.token} grant={created.data.grant.id} />
      </Dialog>
    );
  }
  return (
    <FormDialog
      title="New grant"
      lead="A token for one agent, with what it opens."
      act="Create"
      disabled={Object.keys(terms.servers).length === 0}
      onClose={onClose}
      onSubmit={() => created.mutate(termsOf(terms))}
      change={created}
    >
      <TermsFields terms={terms} onChange={setTerms} />
    </FormDialog>
  );
}
