/** `migrations/sqlite/0007_messages.sql`. */
export interface MessageTable {
  id: string;
  about: string;
  sender: string;
  text: string;
  address: string;
  created_at: number;
}

/** What readers of the catalogue's pages wrote. */
export interface MessageTables {
  message: MessageTable;
}
