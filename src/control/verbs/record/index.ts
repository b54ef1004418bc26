/** What happened: calls (the proxy log) and events (the admin log), as lists, as they come, and as files. */
export { showHeads } from './heads.ts';
export { listCalls, listEvents, showCall } from './list.ts';
export { countCalls } from './stats.ts';
export { exportCalls, exportEvents, tailCalls, tailEvents } from './stream.ts';
export { verifyRecords } from './verify.ts';
