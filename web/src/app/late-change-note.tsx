import { lateChangeRead, useLateChange } from '../api/in-force.ts';
import { Icon, IconButton } from '../ui/index.ts';

/** Says that the last change was made and is not in force, until it is read or another one is. */
export function LateChangeNote() {
  if (!useLateChange()) return null;
  return (
    <div
      role="alert"
      className="fixed bottom-4 left-1/2 z-60 flex max-w-[calc(100vw-2rem)] -translate-x-1/2 animate-rise items-center gap-2 rounded-lg border border-deny bg-raised py-1.5 pr-1.5 pl-3.5 shadow-pop"
    >
      <Icon name="warning" className="text-deny" />
      <span>
        The change is made and on the record, but the gateway could not put it in force within ten seconds. Do not rely
        on it yet; the gateway's log says why.
      </span>
      <IconButton icon="close" label="Close" onClick={lateChangeRead} />
    </div>
  );
}
