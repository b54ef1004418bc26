import { escapeUnsafe } from '../kernel/index.ts';
import type { StoredRecord } from './audit-log.ts';

/** A record with its link, as one line of JSON that is safe on a terminal and in a log. */
export function jsonLine({ writer, seq, text, prevMac, mac }: StoredRecord): string {
  return `{"writer":${JSON.stringify(writer)},"seq":${seq},"record":${escapeUnsafe(text)},"prevMac":"${prevMac}","mac":"${mac}"}\n`;
}
