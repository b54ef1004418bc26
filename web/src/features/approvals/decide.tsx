import { useEffect, useState } from 'react';
import { Problem } from '../../api/problem.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Field, Input, isTyping, Kbd, ProblemNote, Select, Textarea, toast } from '../../ui/index.ts';

type Way = 'once' | 'minutes' | 'propose' | 'deny';

const isSpan = (minutes: string): boolean =>
  /^\d+$/.test(minutes.trim()) && Number(minutes) >= 1 && Number(minutes) <= 1_440;

const approving: readonly [Way, string, string?][] = [
  ['once', 'Approve this call', 'A'],
  ['minutes', 'Approve, and its repetitions for a while'],
];

interface DecideProps {
  readonly id: string;
  readonly args: string | null;
  /** Whether the one who looks has agreed already: what is left to them is to change their mind. */
  readonly agreed: boolean;
  /** Its time is up, as far as this page knows. */
  readonly over: boolean;
  /** What is typed of it: it outlasts this, where the call is settled meanwhile. */
  readonly draft: DecisionDraft;
  readonly onDraft: (draft: DecisionDraft) => void;
}

/** What somebody is about to say. */
export interface DecisionDraft {
  readonly reason: string;
  /** Other arguments; those of the call until somebody types. */
  readonly proposed?: string;
}

export const nothingTyped: DecisionDraft = { reason: '' };

/** The decision about one call that waits: yes, yes for a while, other arguments, or no. */
export function Decide({ id, args, agreed, over, draft, onDraft }: DecideProps) {
  const [chosen, setWay] = useState<Way>('once');
  const yes = chosen === 'once' || chosen === 'minutes';
  const way = agreed && yes ? 'deny' : chosen;
  const { reason, proposed = args ?? '{}' } = draft;
  const [minutes, setMinutes] = useState('15');
  const [which, setWhich] = useState<'same' | 'any'>('same');
  const [broken, setBroken] = useState<string>();
  const approve = useChange('approval.approve', ({ approval }) =>
    toast(approval.missing > 0 ? `You agreed; ${approval.missing} more must.` : 'Approved: the call goes on.'),
  );
  const told = (text: string) => (): void => {
    onDraft(nothingTyped);
    toast(text);
  };
  const deny = useChange('approval.deny', told('Denied: the agent is told.'));
  const propose = useChange('approval.propose', told('Denied, with other arguments proposed.'));
  const why = reason.trim() === '' ? {} : { reason: reason.trim() };
  const busy = approve.isPending || deny.isPending || propose.isPending;
  const problem = approve.error ?? deny.error ?? propose.error;

  const decide = (): void => {
    setBroken(undefined);
    // What is said next is of this attempt, and not of the one before.
    for (const one of [approve, deny, propose]) one.reset();
    if (way === 'once') approve.mutate({ id });
    else if (way === 'minutes') {
      if (!isSpan(minutes)) setBroken('A whole number from 1 to 1440, which is a day.');
      else approve.mutate({ id, minutes: Number(minutes), arguments: which });
    } else if (way === 'deny') deny.mutate({ id, ...why });
    else {
      try {
        propose.mutate({ id, arguments: JSON.parse(proposed), ...why });
      } catch {
        setBroken('This is no JSON.');
      }
    }
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      if (event.key === 'a' && !agreed) setWay('once');
      else if (event.key === 'd') setWay('deny');
      else return;
      event.preventDefault();
      document.getElementById('decide')?.focus();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [agreed]);

  const ways: readonly [Way, string, string?][] = [
    ...(agreed ? [] : approving),
    ['propose', 'Propose other arguments'],
    ['deny', 'Deny', 'D'],
  ];
  return (
    <fieldset className="rounded-lg border border-line bg-canvas p-4">
      <legend className="px-1 text-xs font-semibold">Your decision</legend>
      {agreed && (
        <p className="mb-3 text-ink-2" role="status">
          You agreed. The call waits for somebody else to agree as well; until then you can still deny it.
        </p>
      )}
      <div className="mb-3 grid gap-1.5">
        {ways.map(([value, label, key]) => (
          <label key={value} className="flex cursor-pointer items-center gap-2.5">
            <input
              type="radio"
              name="way"
              value={value}
              checked={way === value}
              onChange={() => {
                setWay(value);
                setBroken(undefined);
              }}
              className="accent-accent-fill"
            />
            {label}
            {key !== undefined && <Kbd>{key}</Kbd>}
          </label>
        ))}
      </div>
      {way === 'minutes' && (
        <div className="flex flex-wrap items-end gap-3">
          <Field label="For so many minutes" error={broken}>
            {(ids) => (
              <Input
                {...ids}
                inputMode="numeric"
                className="w-24"
                value={minutes}
                onChange={({ target }) => setMinutes(target.value)}
              />
            )}
          </Field>
          <Field label="Of the repetitions">
            {(ids) => (
              <Select
                {...ids}
                className="w-56"
                value={which}
                onChange={({ target }) => setWhich(target.value as typeof which)}
              >
                <option value="same">only with these arguments</option>
                <option value="any">whatever the arguments are</option>
              </Select>
            )}
          </Field>
        </div>
      )}
      {way === 'propose' && (
        <Field
          label="Arguments that you would agree to"
          error={broken}
          hint="Approved in advance, for one call. The agent is told."
        >
          {(ids) => (
            <Textarea
              {...ids}
              rows={6}
              className="w-full font-mono text-xs"
              value={proposed}
              onChange={({ target }) => onDraft({ ...draft, proposed: target.value })}
            />
          )}
        </Field>
      )}
      {(way === 'deny' || way === 'propose') && (
        <Field label="Reason" hint="The agent reads it, and can adapt.">
          {(ids) => (
            <Input
              {...ids}
              maxLength={500}
              value={reason}
              onChange={({ target }) => onDraft({ ...draft, reason: target.value })}
            />
          )}
        </Field>
      )}
      {problem !== null && (
        <div className="mb-3">
          <ProblemNote
            problem={
              problem instanceof Problem && problem.status === 409
                ? new Error(`${problem.message} Somebody else may have decided meanwhile.`)
                : problem
            }
          />
        </div>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button id="decide" look={way === 'deny' ? 'danger' : 'primary'} busy={busy} disabled={over} onClick={decide}>
          {way === 'deny' ? 'Deny' : way === 'propose' ? 'Deny and propose' : 'Approve'}
        </Button>
        <span role="status" className="text-ink-2">
          {over && 'Its time is up. The gateway is asked how it ended.'}
        </span>
      </div>
    </fieldset>
  );
}
