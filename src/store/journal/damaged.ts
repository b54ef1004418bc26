import { join } from 'node:path';
import { type JournalPosition, segmentName } from './segment.ts';

/**
 * What the journal is known to have kept is not there any more: the disk or somebody's hand, or a database that was set back
 * to when it had not filed it. Nothing is guessed and nothing is dropped; the operator decides.
 */
export class JournalDamaged extends Error {
  constructor(
    file: string,
    offset: number,
    what: string,
    then = 'Put the file back from a backup, or move its folder away to go on without what it holds.',
  ) {
    super(`the journal is damaged: ${file}, at byte ${offset}: ${what}. Nothing was changed. ${then}`);
    this.name = 'JournalDamaged';
  }

  /** @param segment that is not there @param next where the database goes on */
  static missing(folder: string, segment: number, next: JournalPosition): JournalDamaged {
    const file = join(folder, segmentName(segment));
    if (segment !== next.segment) return new JournalDamaged(file, 0, 'the file is missing');
    return new JournalDamaged(
      file,
      next.offset,
      'the file is missing, and the database says that the rest of it was not filed yet',
      `If the database was set back (a dump was restored, a standby took over), the rest was filed and is lost there: move ${folder} ` +
        'to another place and start again, and keep it, since it holds records that are filed nowhere else. If it was ' +
        'not, put the file back from a backup.',
    );
  }
}
