/**
 * What a page of the dashboard may do: run scripts of the build, ask this origin, and nothing else. Text that servers
 * and agents wrote can become neither script nor mark-up (`require-trusted-types-for`), and no other site may frame it.
 * Styles may stand inline: the editor and the dialogs set theirs by script.
 */
export const pageHeaders: ReadonlyMap<string, string> = new Map([
  [
    'Content-Security-Policy',
    [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "font-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
  ],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
]);
