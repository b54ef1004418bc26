import { Confirm } from './confirm.tsx';

/** Nothing is sent, so nothing is under way and nothing can go wrong. */
const nothing = { isPending: false, isError: false, error: null };

/** Asks whether what was typed and not saved may go. */
export function AskLeave({ onStay, onLeave }: { readonly onStay: () => void; readonly onLeave: () => void }) {
  return (
    <Confirm
      title="Leave without saving?"
      lead="What you changed here and did not save is lost."
      keep="Stay"
      act="Leave"
      onKeep={onStay}
      onAct={onLeave}
      change={nothing}
    />
  );
}
