import { Section } from '../../ui/index.ts';

interface Finding {
  readonly kind: string;
  /** JSON Pointer into the definition. */
  readonly at: string;
  readonly detail?: string;
}

/** What may be wrong with a definition: what was found, where, and what of it. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  // Where nothing is said of the characters, those of two kinds in one text are one line.
  const lines = new Map(findings.map((finding) => [`${finding.kind} ${finding.at} ${finding.detail ?? ''}`, finding]));
  if (lines.size === 0) return null;
  return (
    <Section title="Findings">
      <ul className="space-y-1.5">
        {[...lines].map(([key, { kind, at, detail }]) => (
          <li key={key} className="rounded-md bg-ask-soft px-3 py-2 text-xs text-ask">
            <strong>{kind.replaceAll('_', ' ')}</strong> at{' '}
            <code className="foreign">{at === '' ? 'the definition' : at}</code>
            {detail !== undefined && <span className="foreign">: {detail}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
