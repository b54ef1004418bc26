/** What the envelope of a captured call belongs to. */
export function captureContext(requestId: string): string {
  return `default/capture/${requestId}/call`;
}
