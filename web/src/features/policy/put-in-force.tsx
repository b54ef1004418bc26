import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { Confirm, counted, firstFew, ProblemNote, Skeleton } from '../../ui/index.ts';
import { useDifference } from './use-difference.ts';
import { WidthBadges } from './width-badges.tsx';

/** How many grants and tools are named. */
const most = 5;

const ways = [
  { observe: false, word: 'Enforce', what: 'What it does not let pass is refused, or asked about.' },
  { observe: true, word: 'Observe', what: 'It refuses nothing, and records what it would have refused.' },
] as const;

/**
 * Asks before other terms hold for the calls of agents, with whom it is about and what becomes of their calls.
 *
 * @param props.inForce what calls are judged by now, if by anything
 * @param props.text what they would be judged by, as soon as it is known
 * @param props.choose whether it may be put on trial instead
 */
export function PutInForce(props: {
  readonly title: string;
  readonly act: string;
  readonly inForce: Pick<Output<'policy.show'>, 'activeVersion' | 'text' | 'attached' | 'observe'>;
  readonly text: string | undefined;
  readonly choose?: boolean;
  readonly onKeep: () => void;
  readonly onAct: (observe: boolean) => void;
  readonly change: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown };
}) {
  const { title, act, inForce, text, choose, onKeep, onAct, change } = props;
  const [observe, setObserve] = useState(false);
  return (
    <Confirm
      title={title}
      lead={whoIsJudged(inForce.attached)}
      keep="Leave it"
      act={act}
      look="primary"
      onKeep={onKeep}
      onAct={() => onAct(observe)}
      change={change}
    >
      {choose === true && (
        <fieldset className="mb-4 grid gap-1.5">
          <legend className="sr-only">How it comes into force</legend>
          {ways.map((way) => (
            <label key={way.word} className="flex cursor-pointer items-start gap-2.5">
              <input
                type="radio"
                name="observe"
                checked={observe === way.observe}
                onChange={() => setObserve(way.observe)}
                className="mt-1 accent-accent-fill"
              />
              <span>
                <span className="font-medium">{way.word}</span>
                <span className="block text-xs text-ink-2">{way.what}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {inForce.activeVersion === null ? (
        <p className="text-ink-2">Nothing of it is in force yet.</p>
      ) : text === undefined ? (
        <Skeleton rows={1} />
      ) : (
        <Difference before={inForce.text} after={text} version={inForce.activeVersion} observed={inForce.observe} />
      )}
    </Confirm>
  );
}

function whoIsJudged(attached: Output<'policy.show'>['attached']): string {
  if (attached.length === 0) return 'No grant has it: it judges no call before one does.';
  const names = [...new Set(attached.map(({ grant }) => grant))];
  const shown = firstFew(names, most);
  const rest = names.length - shown.length;
  return `It judges ${counted(names.length, 'grant')} from the next call on: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

function Difference(props: {
  readonly before: string;
  readonly after: string;
  readonly version: number;
  readonly observed: boolean;
}) {
  const { before, after, version, observed } = props;
  const asked = useDifference(before, after, []);
  if (asked.isError) return <ProblemNote problem={asked.error} onRetry={() => void asked.refetch()} />;
  if (asked.data === undefined) return <Skeleton rows={1} />;
  const { items, document } = asked.data;
  const names = items.map(({ name, single, globs }) => (single || globs.length === 0 ? name : globs.join(', ')));
  const shown = firstFew(names, most);
  return (
    <>
      <p className="mb-2 text-xs text-ink-2">
        Against version {version}, which is {observed ? 'on trial' : 'in force'} now:
      </p>
      <WidthBadges found={asked.data} />
      {items.length + document.length === 0 ? (
        <p className="text-ink-2">No call would be judged otherwise.</p>
      ) : (
        <p className="foreign text-xs text-ink-2">
          Other terms for {[...document.map(({ pointer }) => pointer), ...shown].join(', ')}
          {shown.length < names.length && ` and ${names.length - shown.length} more`}.
        </p>
      )}
    </>
  );
}
