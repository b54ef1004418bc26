import { Field, Input, Select, Textarea } from '../../ui/index.ts';
import { type Reach, ReachEditor } from './reach-editor.tsx';

const dayMs = 86_400_000;

/** What a grant is, as it is being written: lists are text until they are sent. */
export interface Terms {
  readonly label: string;
  readonly servers: Reach;
  /** Days from now; empty: for ever; `as_is`: as it was. */
  readonly lasts: string;
  /** One a line. */
  readonly addresses: string;
  /** `name=value`, one a line. */
  readonly tags: string;
}

export const noTerms: Terms = { label: '', servers: {}, lasts: '90', addresses: '', tags: '' };

/** The terms as the API takes them. What is no tag goes along as it was written, and is refused by name there. */
export function termsOf({ label, servers, lasts, addresses, tags }: Terms) {
  return {
    label,
    servers,
    addresses: linesOf(addresses),
    tags: Object.fromEntries(
      linesOf(tags).map((line) => {
        const [name = '', ...value] = line.split('=');
        return [name.trim(), value.join('=').trim()];
      }),
    ),
    ...(lasts === 'as_is' ? {} : { expiresAt: lasts === '' ? null : Date.now() + Number(lasts) * dayMs }),
  };
}

const linesOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The fields of a grant, new or not. @param asIs until when it lasts now, where it is not new */
export function TermsFields(props: {
  readonly terms: Terms;
  readonly onChange: (terms: Terms) => void;
  readonly asIs?: string;
}) {
  const { terms, onChange, asIs } = props;
  const set = (part: Partial<Terms>): void => onChange({ ...terms, ...part });
  return (
    <>
      <Field label="Label" hint="Whose it is, such as alice-laptop.">
        {(ids) => (
          <Input
            {...ids}
            autoFocus
            required
            pattern="[A-Za-z0-9][A-Za-z0-9._:@\/+\-]*"
            title="A letter or digit first; then letters, digits and . _ : @ / + -"
            maxLength={64}
            value={terms.label}
            className="w-full"
            onChange={({ target }) => set({ label: target.value })}
          />
        )}
      </Field>
      <ReachEditor reach={terms.servers} onChange={(servers) => set({ servers })} />
      <Field label="Lasts">
        {(ids) => (
          <Select {...ids} className="w-56" value={terms.lasts} onChange={({ target }) => set({ lasts: target.value })}>
            {asIs !== undefined && <option value="as_is">{asIs}</option>}
            <option value="7">7 days</option>
            <option value="30">30 days</option>
            <option value="90">90 days</option>
            <option value="365">a year</option>
            <option value="">for ever</option>
          </Select>
        )}
      </Field>
      <details open={terms.addresses !== '' || terms.tags !== ''}>
        <summary className="mb-3 cursor-pointer text-xs font-medium text-ink-2">From where, and tags</summary>
        <Field
          label="Addresses that it may be used from"
          hint="Addresses or ranges such as 10.0.0.0/8, one a line; none: from anywhere."
        >
          {(ids) => (
            <Textarea
              {...ids}
              rows={2}
              value={terms.addresses}
              className="w-full font-mono"
              onChange={({ target }) => set({ addresses: target.value })}
            />
          )}
        </Field>
        <Field label="Tags" hint="name=value, one a line; a policy reads them as grant.tags.<name>.">
          {(ids) => (
            <Textarea
              {...ids}
              rows={2}
              value={terms.tags}
              className="w-full font-mono"
              onChange={({ target }) => set({ tags: target.value })}
            />
          )}
        </Field>
      </details>
    </>
  );
}
