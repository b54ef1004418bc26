import { parseLine } from '../../src/store/journal/line.ts';
import { recover } from '../../src/store/journal/recover.ts';

/**
 * What a restart finds in a writer's folder: `intent r1`, `ending r1`, `record r1`, `event journal_resumed`.
 *
 * @throws JournalDamaged
 */
export function foundLines(folder: string, writer: string): readonly string[] {
  const lines = [...recover(folder, writer, { segment: 1, offset: 0 })].flatMap(({ batches }) => batches);
  return lines
    .flatMap((batch) => batch.lines)
    .map((text) => {
      const line = parseLine(text);
      if (line.kind === 'event') return `event ${JSON.parse(line.text).event}`;
      return `${line.kind} ${line.kind === 'record' ? JSON.parse(line.text).requestId : line.requestId}`;
    });
}
