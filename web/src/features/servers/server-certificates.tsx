import { Field, Section, Segmented, Textarea } from '../../ui/index.ts';
import type { ServerDraft } from './server-draft.ts';

/** What a server is verified with. @param custom whether it has certificates of its own now */
export function ServerCertificates({
  draft,
  wrong,
  custom,
  onChange,
}: {
  readonly draft: ServerDraft;
  /** What is wrong with a field, by its place. */
  readonly wrong: ReadonlyMap<string, string>;
  readonly custom: boolean;
  readonly onChange: (more: Partial<ServerDraft>) => void;
}) {
  return (
    <Section title="Certificates" hint="With its own alone it is verified, whatever the system trusts.">
      <Segmented
        label="Certificates"
        value={draft.trust}
        options={[
          { value: 'as now', label: custom ? 'Its own, as now' : 'What the system trusts' },
          { value: 'own', label: custom ? 'Other ones' : 'Its own' },
          ...(custom ? [{ value: 'system' as const, label: 'What the system trusts' }] : []),
        ]}
        onChange={(trust) => onChange({ trust })}
      />
      {draft.trust === 'own' && (
        <div className="mt-3">
          <Field label="Certificates in PEM" error={wrong.get('/ca')}>
            {(ids) => (
              <Textarea
                {...ids}
                required
                rows={5}
                className="w-full font-mono text-xs"
                placeholder="-----BEGIN CERTIFICATE-----"
                value={draft.ca}
                onChange={({ target }) => onChange({ ca: target.value })}
              />
            )}
          </Field>
        </div>
      )}
    </Section>
  );
}
