import { useState } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { toast } from './toast.tsx';

/** A text that is there to be copied whole. */
export function CopyText({
  text,
  label,
  multiline,
}: {
  readonly text: string;
  readonly label: string;
  readonly multiline?: boolean;
}) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 1_500);
    } catch {
      toast('The browser did not let it be copied: select the text instead.', 'deny');
    }
  };
  return (
    <div className="flex items-start gap-2 rounded-md border border-line bg-sunken p-2">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling and selecting by keyboard
        tabIndex={0}
        aria-label={label}
        className={cx(
          'min-w-0 flex-1 overflow-x-auto py-1 pl-1 font-mono text-xs',
          multiline === true ? 'whitespace-pre' : 'whitespace-pre-wrap break-all',
        )}
      >
        {text}
      </section>
      <Button small icon={copied ? 'check' : 'copy'} onClick={() => void copy()} aria-label={`Copy ${label}`}>
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
