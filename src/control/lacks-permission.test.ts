import { expect, it } from 'vitest';
import { permissions, roleMay, roles } from '../accounts/index.ts';
import { lacksPermission } from './lacks-permission.ts';

it('names the roles that may, and no other', () => {
  for (const permission of permissions) {
    const { code, message } = lacksPermission(permission);
    expect(code).toBe('forbidden');
    if (permission === 'self') expect(message).toMatch(/signed in, and not for API keys$/);
    else for (const role of roles) expect(new RegExp(`\\b${role}\\b`).test(message)).toBe(roleMay(role, permission));
  }
  expect(lacksPermission('grants:write').message).toBe(
    'this needs the permission grants:write, which the role admin has',
  );
  expect(lacksPermission('accounts:read').message).toMatch(/, which the roles admin and auditor have$/);
});
