import type { Control } from '../control/index.ts';
import type { Logger } from '../telemetry/index.ts';

const system = { kind: 'system', id: 'system', role: undefined } as const;

/**
 * What has to be done once the database was found set back, before anything that it says is gone by again: what people had
 * agreed to ends, it is on the record, and the operator is told what to look at.
 *
 * @param noted how many times it was done already
 * @returns how many times it is done now
 * @throws when it cannot be: it is to be tried again
 */
export async function afterSetBacks(
  control: Pick<Control, 'run' | 'setBacks'>,
  noted: number,
  log: Pick<Logger, 'error'>,
): Promise<number> {
  const { setBacks } = control;
  for (const { chain, seq, time } of setBacks.slice(noted)) {
    const { noteSetBack } = await import('../control/verbs/installation/index.ts');
    const ended = await control.run(noteSetBack, { chain, seq, time }, { actor: system });
    log.error(
      { chain, seq, lastSeen: new Date(time).toISOString(), ...ended },
      'the database was set back to an earlier state: what was revoked or stopped since then is not, and must be looked at',
    );
  }
  return setBacks.length;
}
