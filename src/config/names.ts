/** Never with `_`, so that `<slug>__<tool>` can be told apart; at most 31 characters. */
export const slugName = {
  form: /^[a-z0-9](?:-?[a-z0-9]){0,30}$/,
  expected: 'a slug (lower-case letters and digits, single hyphens between them)',
  reserved: ['catalog'],
};

export const policyName = {
  form: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  expected: 'a name (1 to 64 letters, digits or . _ -)',
};

export const grantLabel = {
  form: /^[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,63}$/,
  expected: '1 to 64 letters, digits or . _ : @ / + -',
};
