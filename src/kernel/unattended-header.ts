/**
 * Says of a request that a page makes it by itself, with nobody there: it is answered like any other, and its session is as near
 * to its end as before.
 */
export const unattendedHeader = 'Toolgate-Unattended';
