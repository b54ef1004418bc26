import type { CallFactsRecord } from '../../audit/index.ts';

/** What a call's record is searched by, besides how it ended. */
export interface Filed {
  readonly time: number;
  readonly grantId: string;
  readonly label: string;
  readonly server: string;
  readonly method: string;
  readonly subject: string | null;
}

/** A JSON string without escapes. One that has any does not match, and neither does then the whole. */
const plain = '"([^"\\\\]*)"';

/** The facts of a call from their beginning to the subject, as `line.ts` writes them. */
const facts = new RegExp(
  `^\\{"kind":"call","requestId":${plain},"time":(\\d+),"organization":${plain},"grant":\\{"id":${plain},"label":${plain}\\}` +
    `(?:,"user":${plain})?(?:,"session":${plain})?(?:,"client":\\{"name":${plain},"version":${plain}\\})?` +
    `,"server":${plain},"method":${plain},"subject":${plain}`,
);

/**
 * Finds in the text of a record, or of an intent's facts, what it is filed under. Nearly every text is read by pattern,
 * which costs a quarter of parsing it whole; any other is parsed.
 */
export function filedUnder(text: string): Filed {
  const found = facts.exec(text);
  if (found !== null) {
    const [, , time, , grantId = '', label = '', , , , , server = '', method = '', subject = ''] = found;
    return { time: Number(time), grantId, label, server, method, subject };
  }
  const { time, grant, server, method, subject }: CallFactsRecord = JSON.parse(text);
  return { time, grantId: grant.id, label: grant.label, server, method, subject: subject ?? null };
}
