import { expect, it } from 'vitest';
import { type PostgresFacts, serverFaults } from './check-server.ts';

const sound: PostgresFacts = {
  version: 150_018,
  encoding: 'UTF8',
  fsync: true,
  fullPageWrites: true,
  synchronousCommit: 'on',
  readOnly: false,
  role: 'toolgate',
  superuser: false,
  owner: false,
};

it.each<[string, Partial<PostgresFacts>, RegExp | undefined]>([
  ['is as it should be', {}, undefined],
  ['waits for its standbys, too', { synchronousCommit: 'remote_apply' }, undefined],
  ['is too old', { version: 140_011 }, /PostgreSQL 14 is too old/],
  ['keeps text otherwise', { encoding: 'SQL_ASCII' }, /ENCODING 'UTF8'/],
  ['does not sync', { fsync: false }, /set fsync=on/],
  ['writes half pages', { fullPageWrites: false }, /full_page_writes=on/],
  ['confirms what it has not kept', { synchronousCommit: 'off' }, /ALTER ROLE "toolgate" SET synchronous_commit = on/],
  ['is a standby', { readOnly: true }, /primary/],
])('a server that %s', (_what, facts, said) => {
  const faults = serverFaults({ ...sound, ...facts });
  if (said === undefined) expect(faults).toEqual([]);
  else expect(faults).toEqual([expect.stringMatching(said)]);
});
