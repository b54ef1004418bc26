/** A name that a policy may have, out of a place in the catalogue. */
export const policyName = (place: string): string => place.replace(/[^a-z0-9._-]+/g, '-').slice(0, 60);
