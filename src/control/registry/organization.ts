/** One organisation an installation. */
export const organization = 'default';
