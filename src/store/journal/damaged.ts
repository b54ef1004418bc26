/**
 * What the journal is known to have kept is not there any more: the disk or somebody's hand. Nothing is guessed and
 * nothing is dropped; the operator decides.
 */
export class JournalDamaged extends Error {
  constructor(file: string, offset: number, what: string) {
    super(
      `the journal is damaged: ${file}, at byte ${offset}: ${what}. Nothing was changed. Put the file back from a ` +
        'backup, or move its folder away to go on without what it holds.',
    );
    this.name = 'JournalDamaged';
  }
}
