import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Input, type Output } from '../../api/call.ts';
import { Problem } from '../../api/problem.ts';
import { useChange } from '../../api/use-verb.ts';
import { toast } from '../../ui/index.ts';

/**
 * Saving a policy, from its newest version on. Somebody else may save meanwhile: nobody's text is overwritten by that, and
 * whoever comes second says that theirs goes on from the other's.
 *
 * @param text as it is being edited
 */
export function useSaving(newest: Output<'policy.show'>, text: string) {
  const { name } = newest;
  const [saved, setSaved] = useState({ text: newest.text, version: newest.latestVersion });

  /** What was sent is saved; what was typed since is not. */
  const done = (output: Output<'policy.save'>, sent: Input<'policy.save'>): void => {
    setSaved({ text: sent.text, version: output.version });
    const word =
      output.activation === null
        ? 'Saved as a draft'
        : output.activation.state === 'active'
          ? 'In force'
          : 'Proposed to a second person';
    toast(`${word}: version ${output.version}.`);
  };
  const save = useChange('policy.save', done);
  const goOn = useMutation({
    mutationFn: () => call('policy.show', { name }),
    onSuccess: ({ latestVersion }) => {
      setSaved({ text: saved.text, version: latestVersion });
      save.reset();
      toast('Yours goes on from the newest version now: look at the difference, then save.');
    },
  });
  return {
    /** The version that was saved last, or that others have saved and editing goes on from. */
    version: saved.version,
    changed: text !== saved.text,
    busy: save.isPending || goOn.isPending,
    error: save.error,
    save,
    /** Somebody else has saved since. */
    conflict: save.error instanceof Problem && save.error.code === 'conflict',
    /** Goes on from theirs. */
    goOn,
    put: (activate: boolean, observe = false, onSettled?: () => void): void =>
      save.mutate({ name, text, activate, observe, base: saved.version ?? 0 }, { onSettled: () => onSettled?.() }),
    /** From now on another text is what nothing has to be saved of. */
    compareWith: (other: string): void => setSaved({ text: other, version: saved.version }),
  };
}
