/** The installation as a whole: what is done to all of it at once. */
export { noteSetBack } from './note-set-back.ts';
export { recordMaintenance } from './record-maintenance.ts';
export { showInstallation } from './show.ts';
