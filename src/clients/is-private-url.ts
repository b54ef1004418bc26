/** Whether a URL names what the gateway dials only when told to: told by the name alone, nothing is looked up here. */
export function isPrivateUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname } = new URL(text);
  return (
    /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$|^\[/.test(hostname) ||
    /\.(local|internal|localhost|home\.arpa)$/.test(hostname) ||
    !hostname.includes('.')
  );
}
