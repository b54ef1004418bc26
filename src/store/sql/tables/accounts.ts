import type { Generated } from 'kysely';

/** Text of one of the five roles (`src/accounts`). */
type RoleText = string;

interface UserTable {
  id: string;
  /** Lower case; unique. */
  email: string;
  name: string;
  role: RoleText;
  /** `active` or `disabled`. */
  state: string;
  /** The encoded hash with its parameters. */
  password: string;
  created_at: number;
  /** Of the last sign-in that succeeded. */
  signed_in_at: number | null;
}

interface InvitationTable {
  id: string;
  email: string;
  name: string;
  role: RoleText;
  /** `invitation`, or `reset` for a user that exists. */
  kind: string;
  user_id: string | null;
  /** SHA-256 of the secret, in hexadecimal digits. */
  digest: string;
  created_by: string;
  /** Ids of the API keys that it comes from, the first one first, a blank between them. */
  made_with: Generated<string>;
  created_at: number;
  expires_at: number;
}

interface SetupLinkTable {
  digest: string;
  expires_at: number;
}

interface UserSessionTable {
  id: string;
  user_id: string;
  /** SHA-256 of the cookie's secret and of the page's token. */
  cookie_digest: string;
  token_digest: string;
  created_at: number;
  used_at: number;
  /** Where it began, for the list that its owner sees. */
  address: string;
  user_agent: string;
}

interface SecondFactorTable {
  user_id: string;
  /** Sealed. */
  secret: string;
  /** `pending` until the first code was right, then `active`. */
  state: string;
  /** The last time step whose code was taken: no code is taken twice. */
  last_step: number;
  created_at: number;
}

interface RecoveryCodeTable {
  user_id: string;
  digest: string;
}

interface ApiKeyTable {
  id: string;
  name: string;
  role: RoleText;
  /** SHA-256 of the key, in hexadecimal digits; unique. */
  digest: string;
  created_by: string;
  /** Ids of the API keys that it comes from, the first one first, a blank between them. */
  made_with: Generated<string>;
  created_at: number;
  expires_at: number | null;
  used_at: number | null;
}

/** Failed sign-ins by what they were counted under. */
interface LoginFailureTable {
  subject: string;
  count: number;
  last_at: number;
}

/** Operators, their ways in, and what keeps others out. */
export interface AccountTables {
  user_account: UserTable;
  invitation: InvitationTable;
  setup_link: SetupLinkTable;
  user_session: UserSessionTable;
  second_factor: SecondFactorTable;
  recovery_code: RecoveryCodeTable;
  api_key: ApiKeyTable;
  login_failure: LoginFailureTable;
}
