import { Icon, moment } from '../../ui/index.ts';
import { LiftButton } from './lift-button.tsx';
import type { Stop } from './use-stops.ts';

/** Says why nothing goes on here, and lets whoever may lift it. */
export function StoppedNote({ stops }: { readonly stops: readonly Stop[] }) {
  return stops.map((stop) => (
    <div
      key={stop.id}
      className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-deny/40 bg-deny-soft px-3.5 py-2.5"
    >
      <Icon name="stop" className="text-deny" />
      <p className="min-w-0 flex-1">
        <strong className="foreign font-medium text-deny">Stopped: {stop.target}</strong>
        <span className="foreign block text-xs text-ink-2">
          Since {moment(stop.since)}
          {stop.reason !== null && `: ${stop.reason}`}
        </span>
      </p>
      <LiftButton stop={stop} />
    </div>
  ));
}
