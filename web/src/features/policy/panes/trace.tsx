import type { Output } from '../../../api/call.ts';
import { cx, Icon } from '../../../ui/index.ts';

/** Everything that the engine looked at, in its order. @param props.decisive the rule that decided */
export function Trace(props: { readonly lines: Output<'policy.explain'>['trace']; readonly decisive: string | null }) {
  return (
    <>
      <h3 className="mb-1 text-xs font-semibold">What was looked at</h3>
      <ol className="divide-y divide-line rounded-md border border-line">
        {props.lines.map(({ rule, said }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order is what the steps are
          <li key={index} className="flex items-start gap-2 px-3 py-1.5 text-xs">
            <Icon
              name={signOf(said)}
              className={cx('mt-0.5 size-3.5', rule === props.decisive ? 'text-deny' : 'text-ink-3')}
            />
            <span className="min-w-0">
              <code className="foreign block text-2xs text-ink-3">{rule === '' ? 'the document' : rule}</code>
              <span className="foreign">{said}</span>
            </span>
          </li>
        ))}
        {props.lines.length === 0 && <li className="px-3 py-2 text-xs text-ink-2">No entry speaks of it.</li>}
      </ol>
    </>
  );
}

/** The engine says what it found in words; the sign says the same at a glance. */
function signOf(said: string) {
  if (/true|holds$|accepts|applies|takes/.test(said) && !/not/.test(said)) return 'check';
  return /unknown|cannot/.test(said) ? 'warning' : 'close';
}
