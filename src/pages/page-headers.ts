/** What a request carries besides its URL. */
export interface Env {
  readonly Bindings: { readonly origin: string; readonly version: string; readonly dashboard: boolean };
}

/** Nothing of these pages runs, loads or sends anything but to where it came from. */
export const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  // With none at all a browser would not say either that a form is sent from here.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, max-age=60',
  vary: 'accept',
} as const;
