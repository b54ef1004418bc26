/** What is told of it by `npm run assurance`. */
export interface ChangesRun {
  readonly changes: number;
  readonly calls: number;
  readonly seconds: number;
  readonly refused: number;
  readonly versions: number;
  readonly faults: number;
}
