import { type Input, send } from '../../api/call.ts';
import { Button, Menu, MenuItem, toast } from '../../ui/index.ts';

type Verb = 'call.export' | 'event.export';
type Format = 'jsonl' | 'csv';

/** Saves all records that match, the oldest first, as a file. */
export function ExportMenu<V extends Verb>(props: {
  readonly verb: V;
  readonly filter: Omit<Input<V>, 'format'>;
  /** What the file is called, without its ending. */
  readonly file: string;
}) {
  const save = (format: Format) => (): void =>
    void saveAs(`${props.file}.${format}`, props.verb, { format, ...props.filter } as Input<V>);
  return (
    <Menu
      trigger={
        <Button small icon="external">
          Export
        </Button>
      }
    >
      <MenuItem onSelect={save('jsonl')}>JSON lines</MenuItem>
      <MenuItem onSelect={save('csv')}>CSV, safe in a spreadsheet</MenuItem>
    </Menu>
  );
}

/** Fetched with the token, which no link could carry. */
async function saveAs<V extends Verb>(file: string, verb: V, input: Input<V>): Promise<void> {
  try {
    const response = await send(verb, input);
    const url = URL.createObjectURL(await response.blob());
    const link = document.createElement('a');
    link.href = url;
    link.download = file;
    link.click();
    URL.revokeObjectURL(url);
  } catch (error) {
    toast(error instanceof Error ? error.message : 'It could not be exported.', 'deny');
  }
}
