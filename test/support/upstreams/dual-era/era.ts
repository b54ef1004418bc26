/** The era in which one instance of the server speaks. */
export type FixtureEra = 'legacy' | 'modern';
