import { Field, Select } from '../../ui/index.ts';
import { type Role, roleMay, roleName, roles } from './roles.ts';

/** Chooses a role, and says what it may. */
export function RoleField({ role, onChange }: { readonly role: Role; readonly onChange: (role: Role) => void }) {
  return (
    <Field label="Role" hint={roleMay(role)}>
      {(ids) => (
        <Select {...ids} value={role} onChange={({ target }) => onChange(target.value as Role)}>
          {roles.map((one) => (
            <option key={one.role} value={one.role}>
              {roleName(one.role)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
