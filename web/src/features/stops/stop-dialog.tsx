import { type FormEvent, useState } from 'react';
import type { Input as VerbInput } from '../../api/call.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Dialog, Field, Input, ProblemNote, toast } from '../../ui/index.ts';

/** Stops everything, a grant, a server or a tool, once somebody has said so twice: what it cancels does not come back. */
export function StopDialog(props: {
  readonly target: Omit<VerbInput<'kill.set'>, 'reason'>;
  /** The same in words. */
  readonly what: string;
  readonly onClose: () => void;
}) {
  const { target, what, onClose } = props;
  const [reason, setReason] = useState('');
  const stop = useChange('kill.set', () => {
    toast(`Stopped: ${what}.`);
    onClose();
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    stop.mutate({ ...target, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Stop ${what} at once?`}
      lead="New calls are refused, those under way are cancelled, and sessions end. It lasts until somebody lifts it."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" icon="stop" type="submit" form="stop" busy={stop.isPending}>
            Stop
          </Button>
        </>
      }
    >
      <form id="stop" onSubmit={submit}>
        <Field label="Reason, if you like" hint="For other operators and for the record. Agents do not read it.">
          {(ids) => (
            <Input {...ids} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
          )}
        </Field>
        {stop.isError && <ProblemNote problem={stop.error} />}
      </form>
    </Dialog>
  );
}
