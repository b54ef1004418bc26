/** The kill switch: what is stopped, at once and on the record. */
export { liftKill } from './lift.ts';
export { listKills } from './list.ts';
export { setKill } from './set.ts';
