import { Link } from '@tanstack/react-router';
import type { Output } from '../../api/call.ts';
import { Badge, Button, cx } from '../../ui/index.ts';

type Recommended = Output<'policy.recommend'>['items'][number];

/** The recommended policies of a server, what the one that is chosen does with each tool, and the button that puts it in force. */
export function ChoosePolicy(props: {
  readonly items: readonly Recommended[];
  readonly strength: Recommended['strength'];
  readonly onStrength: (strength: Recommended['strength']) => void;
  readonly server: string | undefined;
  /** The name that it was saved under. */
  readonly saved: string | undefined;
  readonly busy: boolean;
  readonly onSave: (text: string) => void;
}) {
  const { items, strength, onStrength, server, saved, busy, onSave } = props;
  const recommendation = items.find((one) => one.strength === strength);
  return (
    <>
      <div className="mb-3 flex flex-wrap gap-2">
        {items.map((one) => (
          <button
            key={one.strength}
            type="button"
            aria-pressed={one.strength === strength}
            disabled={saved !== undefined}
            onClick={() => onStrength(one.strength)}
            className={cx(
              'rounded-md border px-3 py-1.5 text-left font-medium disabled:opacity-60',
              one.strength === strength
                ? 'border-accent bg-accent-soft text-accent'
                : 'border-line-strong hover:bg-hover',
            )}
          >
            {one.title}
          </button>
        ))}
      </div>
      {recommendation !== undefined && (
        <>
          <p className="foreign mb-3 text-ink-2">{recommendation.sentence}</p>
          <ul className="mb-3 flex flex-wrap gap-1.5">
            {recommendation.plans.map((plan) => (
              <li key={plan.tool} className="min-w-0">
                <Badge
                  tone={plan.effect === 'allow' ? 'allow' : plan.effect === 'ask' ? 'ask' : 'deny'}
                  icon={plan.effect === 'allow' ? 'check' : plan.effect === 'ask' ? 'clock' : 'close'}
                >
                  {plan.tool}: {plan.effect}
                  {plan.perMinute > 0 && `, ${plan.perMinute} a minute`}
                </Badge>
              </li>
            ))}
          </ul>
          {saved === undefined ? (
            <Button look="primary" busy={busy} onClick={() => onSave(recommendation.document)}>
              Put it in force
            </Button>
          ) : (
            <Link
              to="/policies/$policy"
              params={{ policy: saved }}
              search={server === undefined ? {} : { server }}
              className="link"
            >
              Open it in the builder
            </Link>
          )}
        </>
      )}
    </>
  );
}
