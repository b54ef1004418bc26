/** A one-time link as it is sent to somebody: a gateway that was told no address of its own is where this page came from. */
export const wholeLink = (link: string): string => (link.startsWith('/') ? window.location.origin + link : link);
