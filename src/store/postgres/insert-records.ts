import type { FiledCall, FiledEvent } from '../filing/filing.ts';
import { asColumn } from './as-column.ts';
import type { Queryable } from './writer-rows.ts';

/** In the order given: that of their ids. */
export async function insertCalls(on: Queryable, writer: number, calls: readonly FiledCall[]): Promise<void> {
  if (calls.length === 0) return;
  await on.query(
    `INSERT INTO call_record (writer, seq, time, grant_id, label, server, subject, outcome, code, text, prev_mac, mac)
     SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                              $9::text[], $10::text[], $11::bytea[], $12::bytea[])`,
    [
      writer,
      calls.map(({ seq }) => seq),
      calls.map(({ time }) => time),
      calls.map(({ heading }) => asColumn(heading.grantId)),
      calls.map(({ heading }) => asColumn(heading.label)),
      calls.map(({ heading }) => asColumn(heading.server)),
      calls.map(({ heading: { subject } }) => (subject === null ? null : asColumn(subject))),
      calls.map(({ outcome }) => outcome),
      calls.map(({ code }) => code),
      calls.map(({ text }) => text),
      calls.map(({ prev }) => Buffer.from(prev)),
      calls.map(({ mac }) => Buffer.from(mac)),
    ],
  );
}

/** In the order given: that of their ids. */
export async function insertEvents(on: Queryable, writer: number, events: readonly FiledEvent[]): Promise<void> {
  if (events.length === 0) return;
  await on.query(
    `INSERT INTO event (writer, seq, time, name, text, prev_mac, mac)
     SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bytea[], $7::bytea[])`,
    [
      writer,
      events.map(({ seq }) => seq),
      events.map(({ time }) => time),
      events.map(({ name }) => asColumn(name)),
      events.map(({ text }) => text),
      events.map(({ prev }) => Buffer.from(prev)),
      events.map(({ mac }) => Buffer.from(mac)),
    ],
  );
}
