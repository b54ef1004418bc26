import {
  listCaptureRules,
  listCaptures,
  removeCaptureRule,
  removeCaptures,
  setCaptureRule,
  showCapture,
} from '../../verbs/capture/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** Whose arguments are kept, and what was kept. */
export const captureRoutes: readonly ApiRoute[] = [
  route(listCaptureRules, 'GET', '/capture-rules'),
  route(setCaptureRule, 'PUT', '/capture-rules'),
  route(removeCaptureRule, 'DELETE', '/capture-rules/:id'),
  route(listCaptures, 'GET', '/captures'),
  route(showCapture, 'POST', '/captures/:request/read', { status: 200, unrepeatable: true }),
  route(removeCaptures, 'DELETE', '/captures'),
];
