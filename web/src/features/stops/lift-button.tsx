import { useMay } from '../../api/session.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, toast } from '../../ui/index.ts';
import type { Stop } from './use-stops.ts';

/** Lets what was stopped go on, for whoever may. */
export function LiftButton({ stop }: { readonly stop: Stop }) {
  const may = useMay('kill:write');
  const lift = useChange('kill.lift', ({ kill }) => toast(`The stop is lifted: ${kill.target}.`));
  if (!may) return null;
  return (
    <Button
      small
      busy={lift.isPending}
      aria-label={`Lift the stop: ${stop.target}`}
      onClick={() => lift.mutate({ id: stop.id }, { onError: ({ message }) => toast(message, 'deny') })}
    >
      Lift the stop
    </Button>
  );
}
