import { type FormEvent, useState } from 'react';
import { useMay } from '../../api/session.ts';
import { Button, Card, CodeBlock, ProblemNote, Segmented } from '../../ui/index.ts';
import { PolicyName } from '../policy/policy-name.tsx';
import { useNewPolicy } from '../policy/use-new-policy.ts';
import { type Recommendation, type Strength, strengths, strengthWords } from './catalog-shape.ts';

/** A policy of the catalogue, in the strength that is wanted, and the way to make it one of one's own. */
export function RecommendedPolicy(props: {
  readonly recommended: readonly Recommendation[];
  readonly strength: Strength;
  readonly onStrength: (strength: Strength) => void;
  /** What the policy is called at first. */
  readonly name: string;
  readonly pending?: boolean;
}) {
  const { recommended, strength, onStrength } = props;
  const may = useMay('policies:write');
  const [name, setName] = useState(props.name);
  const shown = recommended.find((one) => one.strength === strength);
  const text = shown === undefined ? '' : `${JSON.stringify(shown.document, null, 2)}\n`;
  const { save, wrongName, problem } = useNewPolicy();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ name, text, note: `recommended: ${strength}` });
  };
  if (recommended.length === 0) {
    return <p className="text-ink-2">No policy can be recommended: the tool cannot be called by its name.</p>;
  }
  return (
    <Card className="p-4">
      <Segmented
        label="How much stands in the way"
        value={strength}
        options={strengths.map((value) => ({ value, label: strengthWords[value] }))}
        onChange={onStrength}
      />
      <p className="foreign mt-3 mb-3 min-h-10 text-ink-2">
        {shown === undefined ? 'It is being proven …' : shown.sentence}
      </p>
      <CodeBlock
        label="The policy"
        text={text}
        busy={shown === undefined || props.pending === true}
        className="mb-3 h-72"
      />
      {may ? (
        <form onSubmit={submit}>
          <PolicyName
            label="Name of the policy"
            hint="It begins as a draft, in the builder: nothing is in force before you say so."
            error={wrongName}
            value={name}
            onChange={setName}
          />
          <Button look="primary" icon="policies" type="submit" busy={save.isPending} disabled={shown === undefined}>
            Open it in the builder
          </Button>
        </form>
      ) : (
        <p className="text-xs text-ink-2">Your role may read policies, and not make one: a policy manager can.</p>
      )}
      {problem !== null && <ProblemNote problem={problem} />}
    </Card>
  );
}
