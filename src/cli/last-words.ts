import type { UpstreamEvent } from '../upstream/index.ts';

const most = 10;

/** Keeps the last lines that a server's process has printed as errors: the likeliest reason why it does not answer. */
export class LastWords {
  readonly lines: string[] = [];

  hear({ event, detail }: Pick<UpstreamEvent, 'event' | 'detail'>): void {
    if (event !== 'stderr' || detail.trim() === '') return;
    this.lines.push(detail);
    if (this.lines.length > most) this.lines.shift();
  }
}
