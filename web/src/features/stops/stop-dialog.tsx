import { useState } from 'react';
import type { Input as VerbInput } from '../../api/call.ts';
import { useChange } from '../../api/use-verb.ts';
import { Confirm, Field, Input, toast } from '../../ui/index.ts';

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
  return (
    <Confirm
      title={`Stop ${what} at once?`}
      lead="New calls are refused, those under way are cancelled, and sessions end. It lasts until somebody lifts it."
      keep="Cancel"
      act="Stop"
      icon="stop"
      onKeep={onClose}
      onAct={() => stop.mutate({ ...target, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) })}
      change={stop}
    >
      <Field label="Reason, if you like" hint="For other operators and for the record. Agents do not read it.">
        {(ids) => <Input {...ids} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />}
      </Field>
    </Confirm>
  );
}
