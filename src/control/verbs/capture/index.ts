/** Whose arguments are kept, and what was kept. */
export { listCaptures, removeCaptures, showCapture } from './captures.ts';
export { listCaptureRules, removeCaptureRule, setCaptureRule } from './rules.ts';
