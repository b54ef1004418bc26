import { Button, CodeBlock, cx, Dialog, Icon } from '../../ui/index.ts';
import type { Yaml } from './use-json-of.ts';

/** Both texts, and what only the one of them has: seen before a policy that was written in YAML goes on as JSON. */
export function IntoJson(props: {
  readonly yaml: Yaml;
  readonly json: string;
  readonly version: number | null;
  readonly onAgree: () => void;
  readonly onClose: () => void;
}) {
  const { yaml, json, version } = props;
  const lost = new Map(yaml.comments.map(({ line, column }) => [line, column]));
  const count = yaml.comments.length;
  return (
    <Dialog
      open
      wide
      onClose={props.onClose}
      title="From YAML to JSON"
      lead="The builder changes JSON. Both texts are read to the same document, by the engine that judges calls."
      footer={
        <>
          <Button onClick={props.onClose}>Keep the YAML</Button>
          <Button look="primary" icon="policies" onClick={props.onAgree}>
            Go on as JSON
          </Button>
        </>
      }
    >
      <p
        className={cx(
          'mb-3 flex items-start gap-2 rounded-md px-3 py-2',
          count === 0 ? 'bg-sunken text-ink-2' : 'bg-ask-soft text-ask',
        )}
      >
        <Icon name={count === 0 ? 'check' : 'warning'} className="mt-0.5" />
        <span>
          {count === 0
            ? 'Nothing of it is left out.'
            : `JSON has no comments: ${count === 1 ? 'one is' : `${count} are`} left out, marked below.`}{' '}
          Nothing is saved yet, and version {version ?? 1} stays under Versions as it is.
        </span>
      </p>
      <div className="grid gap-3 md:grid-cols-2">
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
          tabIndex={0}
          aria-label="YAML"
          className="foreign max-h-[45vh] overflow-auto rounded-md border border-line bg-sunken py-3 font-mono text-xs"
        >
          {yaml.text
            .trimEnd()
            .split(/\r\n|\n|\r/)
            .map((line, index) => {
              // Columns count characters, as people do.
              const from = lost.get(index + 1);
              const letters = Array.from(line);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
                <div key={index} className="px-3">
                  {letters.slice(0, from === undefined ? undefined : from - 1).join('') || (from === undefined && ' ')}
                  {from !== undefined && (
                    <del className="rounded-sm bg-deny-soft text-deny no-underline">
                      <span className="sr-only">left out: </span>
                      {letters.slice(from - 1).join('')}
                    </del>
                  )}
                </div>
              );
            })}
        </section>
        <CodeBlock label="JSON" text={json} className="max-h-[45vh]" />
      </div>
    </Dialog>
  );
}
