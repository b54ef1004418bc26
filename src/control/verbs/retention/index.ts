/** How long records are kept, and removing now what need not be kept longer. */
export { runRetention } from './run.ts';
export { showRetention } from './show.ts';
