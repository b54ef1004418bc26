import { useState } from 'react';
import { useMay } from '../../api/session.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Confirm, toast } from '../../ui/index.ts';
import type { Stop } from './use-stops.ts';

/** Lets what was stopped go on, for whoever may, once they have read why it was stopped. */
export function LiftButton({ stop }: { readonly stop: Stop }) {
  const may = useMay('kill:write');
  const [asked, setAsked] = useState(false);
  const lift = useChange('kill.lift', ({ kill }) => {
    toast(`The stop is lifted: ${kill.target}.`);
    setAsked(false);
  });
  if (!may) return null;
  return (
    <>
      <Button small aria-label={`Lift the stop: ${stop.target}`} onClick={() => setAsked(true)}>
        Lift the stop
      </Button>
      {asked && (
        <Confirm
          title={`Lift the stop: ${stop.target}?`}
          lead="Calls go through again from the next one on, as far as their policies let them."
          keep="Leave it stopped"
          act="Lift it"
          look="primary"
          onKeep={() => setAsked(false)}
          onAct={() => lift.mutate({ id: stop.id })}
          change={lift}
        >
          {stop.reason !== null && <p className="foreign text-ink-2">It was stopped with this reason: {stop.reason}</p>}
        </Confirm>
      )}
    </>
  );
}
