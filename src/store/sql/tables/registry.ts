interface RegistryRevisionTable {
  id: 1;
  value: number;
}

interface ServerTable {
  id: string;
  slug: string;
  name: string;
  /** Without its query, which is kept as a credential. */
  url: string;
  /** JSON, see `control/registry/server-settings.ts`. */
  settings: string;
  /** Certificates in PEM. */
  ca: string | null;
  two_person: number;
  /** A data key, wrapped under the secret key. */
  data_key: string;
  created_by: string;
  created_at: number;
  updated_at: number;
  removed_at: number | null;
  revision: number;
}

interface CredentialTable {
  server_id: string;
  /** `header:<name>` or `query`. */
  field: string;
  origin: string;
  sealed: string;
  updated_at: number;
}

interface PolicyTable {
  id: string;
  name: string;
  description: string;
  active_version: number | null;
  observe: number;
  confirmed: number;
  latest_version: number;
  created_by: string;
  created_at: number;
  updated_at: number;
  removed_at: number | null;
  revision: number;
}

interface PolicyVersionTable {
  policy_id: string;
  version: number;
  /** `json` or `yaml`. */
  format: string;
  text: string;
  note: string;
  author: string;
  created_at: number;
}

interface PolicyActivationTable {
  policy_id: string;
  seq: number;
  version: number;
  observe: number;
  activated_by: string;
  confirmed_by: string | null;
  activated_at: number;
}

interface PolicyProposalTable {
  policy_id: string;
  version: number;
  observe: number;
  requested_by: string;
  requested_at: number;
}

interface AccessGrantTable {
  id: string;
  label: string;
  /** The id of a user. */
  owner: string | null;
  /** JSON: an object of strings. */
  tags: string;
  /** JSON: a list of addresses and ranges. */
  addresses: string;
  expires_at: number | null;
  token_hash: string;
  previous_hash: string | null;
  previous_until: number | null;
  created_by: string;
  created_at: number;
  updated_at: number;
  rotated_at: number | null;
  revoked_at: number | null;
  revision: number;
}

interface GrantAccessTable {
  grant_id: string;
  /** A slug. */
  server: string;
  /** A policy's name. */
  policy: string;
}

interface GrantUseTable {
  grant_id: string;
  used_at: number;
}

/** Servers, credentials, policies and grants. */
export interface RegistryTables {
  registry_revision: RegistryRevisionTable;
  server: ServerTable;
  credential: CredentialTable;
  policy: PolicyTable;
  policy_version: PolicyVersionTable;
  policy_activation: PolicyActivationTable;
  policy_proposal: PolicyProposalTable;
  access_grant: AccessGrantTable;
  grant_access: GrantAccessTable;
  grant_use: GrantUseTable;
}
