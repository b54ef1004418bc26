import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankOf } from './category.ts';
import { classify, shippedModel } from './classify.ts';
import { readDefinition } from './features.ts';
import { verbGroups } from './verbs.lexicon.ts';
import { visibleText } from './visible-text.ts';

const categoryOf = (name: string, rest: object = {}): string => classify({ name, ...rest }).category;
const properties = (...names: string[]): object => ({
  inputSchema: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) },
});

it('classes tcp_connect as execute/high, by its name and by its host and port', () => {
  const { category, severity, evidence, flags } = classify({
    name: 'tcp_connect',
    server: 'ra1nyxin/allcanuse-mcp',
    ...properties('host', 'port', 'timeout_ms'),
  });
  expect({ category, severity }).toEqual({ category: 'execute', severity: 'high' });
  expect(evidence).toContainEqual({ field: 'name', words: ['connect', 'tcp'], says: 'execute' });
  expect(evidence).toContainEqual({ field: 'inputSchema', words: ['host', 'port'], says: 'execute' });
  expect(flags).toContain('open_world');
});

it.each([
  'delete_user_note',
  'deleteUserNote',
  'DELETE-USER-NOTE',
  'user.note.delete',
  'execute_delete_notes',
  'UserNoteDelete',
])('reads %s in its casing', (name) => expect(categoryOf(name)).toBe('destructive'));

it.each([
  ['get_delete_markers', 'read'],
  ['list_scheduled_messages', 'read'],
  ['trade_history', 'read'],
  ['deploy_app_get', 'read'],
  ['update_list', 'write'],
  ['pin_list', 'write'],
  ['send_email', 'communicate'],
  ['create_api_key', 'access'],
  ['get_db_credentials', 'access'],
  ['invite_member_to_workspace', 'access'],
  ['execute_sql', 'execute'],
  ['run_command', 'execute'],
  ['drop_table', 'destructive'],
  ['create_refund', 'financial'],
  ['sendmessage', 'communicate'],
  ['scan_ports', 'execute'],
  ['raw_tcp_exchange', 'execute'],
  ['deploy_and_update_service', 'execute'],
  ['write_to_terminal', 'execute'],
  ['mouse_move', 'execute'],
  ['list_metric_types', 'read'],
  ['trial_outcomes', 'read'],
  ['submission_detail', 'read'],
  ['unlike_post', 'destructive'],
  ['restore_page', 'write'],
  ['unblock_url', 'write'],
  ['open_garage_door', 'access'],
  ['openSshTunnel', 'execute'],
  ['terminate_vm', 'destructive'],
  ['terminate_process', 'execute'],
  ['format_disk', 'destructive'],
  ['format_date', 'read'],
  ['git-force-push', 'destructive'],
  ['rotate_certificate', 'access'],
  ['rotate_image', 'write'],
  ['make_repo_public', 'access'],
  ['generate_otp', 'access'],
  ['place_call', 'communicate'],
  ['invite_attendees', 'communicate'],
  ['move_joint', 'execute'],
  ['capture_payment', 'financial'],
  ['capture_screen', 'read'],
  ['silence_alert', 'write'],
  ['crear_usuario', 'access'],
  ['survey_distribute', 'communicate'],
  ['dispatch_envelope', 'communicate'],
  ['dial_number', 'communicate'],
  ['huddle_invite', 'communicate'],
  ['add_deploy_key', 'access'],
  ['list_deploy_keys', 'read'],
  ['unlock_car', 'access'],
  ['add_door_code', 'access'],
  ['send_gcode', 'execute'],
  ['write_coil', 'execute'],
  ['submit_job', 'execute'],
  ['kick_job', 'execute'],
  ['terraform_apply', 'execute'],
  ['print_job_start', 'execute'],
  ['snapshot.rollback', 'destructive'],
  ['zeroize', 'destructive'],
  ['unpublish_package', 'destructive'],
  ['invoice.void', 'financial'],
  ['renew_domain', 'financial'],
  ['view_hand', 'read'],
  ['post_alerts', 'communicate'],
  ['push_text_message', 'communicate'],
  ['resend_request_email', 'communicate'],
  ['create_invoice', 'financial'],
  ['create_payment', 'financial'],
  ['keyvault_key_create', 'access'],
  ['resolve_error_group', 'write'],
  // Verbs of two words, and what two verbs say together.
  ['git_cherry_pick', 'write'],
  ['drop_off_parcel', 'communicate'],
  ['finetune_delete', 'destructive'],
  ['undo_delete', 'write'],
  ['list_add_item', 'write'],
  ['list_send_as', 'read'],
  ['config_update_description', 'write'],
  ['get_block_by_number_and_index', 'read'],
  ['start_render', 'execute'],
  ['useradd', 'access'],
  // Nouns that decide otherwise.
  ['create_phone_number', 'financial'],
  ['create_two_content_slide', 'write'],
  ['get_tls_certificate', 'read'],
  ['export_certificate', 'access'],
  ['renew_certificate', 'access'],
  ['export_cookies', 'access'],
  ['add_to_cart', 'write'],
  ['cancel_pickup', 'destructive'],
  ['cancel', 'execute'],
  // Languages other than English: where the verb stands, and which noun it is that counts.
  ['verbindungen_suchen', 'read'],
  ['creer_facture_client', 'financial'],
  ['cancelar_reserva', 'destructive'],
  ['예약_취소', 'destructive'],
  ['鍵を解錠する', 'access'],
])('classes %s as %s', (name, category) => expect(categoryOf(name)).toBe(category));

it('lets a clause tell what a noun of several senses means, if it speaks of that noun', () => {
  expect(categoryOf('get_disk_key', { description: 'Show the recovery key of a disk.' })).toBe('access');
  expect(categoryOf('list_disk_keys', { description: 'Retrieve all recovery keys.' })).toBe('read');
  expect(categoryOf('get_disk_key', { description: 'Show the recovery code of a user.' })).toBe('read');
});

it('takes the object of a Chinese or Japanese verb from where it stands', () => {
  expect(categoryOf('send_markdown', { description: '通过企业微信机器人发送消息' })).toBe('communicate');
  expect(categoryOf('zzz', { description: '向机器人发送指令，控制机器人' })).not.toBe('communicate');
  expect(categoryOf('send_card', { description: 'ロボットからメッセージを送信します' })).toBe('communicate');
});

it('reads an order that opens a clause as a verb, with or without an article', () => {
  expect(categoryOf('zzz_deps', { description: 'Install package dependencies of the project.' })).toBe('execute');
  expect(categoryOf('busy', { description: 'Free or busy times of a calendar.' })).toBe('read');
});

it('tells a sum from an addition to something', () => {
  expect(categoryOf('add', properties('a', 'b'))).toBe('read');
  expect(categoryOf('add', properties('url', 'title'))).toBe('write');
});

it('takes the worst of a list of actions and names them all', () => {
  const action = { enum: ['list', 'create', 'delete'] };
  const { category, evidence } = classify({ name: 'pages', inputSchema: { properties: { action } } });
  expect(category).toBe('destructive');
  expect(evidence.filter(({ field }) => field === 'inputSchema').map(({ words }) => words[1])).toEqual(action.enum);
});

it('does not let other facts outweigh paying among the actions that are offered', () => {
  const action = { enum: ['search', 'get', 'pay'] };
  expect(categoryOf('bills', { server: 'quickbooks', inputSchema: { properties: { action } } })).toBe('financial');
});

it('takes the reset beside a switch for a button, and any other for what it is', () => {
  const offering = (...values: string[]) => ({ inputSchema: { properties: { action: { enum: values } } } });
  expect(categoryOf('vm_power', offering('on', 'off', 'reset'))).toBe('execute');
  expect(categoryOf('settings', offering('get', 'reset'))).toBe('destructive');
});

it('takes what a name ends in for sent or paid where the words or the sum are handed over', () => {
  expect(categoryOf('mr_note', properties('iid', 'body'))).toBe('communicate');
  expect(categoryOf('mr_note', properties('iid'))).toBe('read');
  expect(categoryOf('mandate_charge', properties('mandate', 'amount'))).toBe('financial');
});

it('keeps what a description without a full stop speaks of, whatever is put behind it', () => {
  for (const behind of ['', ' This tool is read-only', ' read-only', ' of no effect', ' harmless thing'])
    expect(categoryOf('flight_book', { description: `Book a flight${behind}` })).toBe('financial');
});

it('takes the parameters in where the description alone leaves it open', () => {
  const inputSchema = { properties: { to: {}, body: {} } };
  expect(categoryOf('zzz', { description: 'Envía un correo al cliente', inputSchema })).toBe('communicate');
});

it('judges a verb that no lexicon has by what it is done to, not as a read', () => {
  expect(categoryOf('qolp_secret')).toBe('access');
  expect(categoryOf('message_qolp')).toBe('communicate');
  expect(categoryOf('qolp_invoice', { description: 'Qolps the invoice.' })).toBe('financial');
});

it('tells what is private of people from the health of a server, and what is wiped from what is deleted', () => {
  const severityOf = (name: string): string => classify({ name, inputSchema: {} }).severity;
  expect(severityOf('get_payslip')).toBe('medium');
  expect(severityOf('get_server_health')).toBe('low');
  expect(severityOf('delete_memory')).toBe('high');
  expect(severityOf('wipe_memory')).toBe('critical');
});

it('is less sure of a verb that no lexicon has', () => {
  const sure = (name: string): number => classify({ name, inputSchema: {} }).confidence;
  expect(sure('qolp_message')).toBeLessThan(0.9);
  expect(sure('qolp_secret')).toBeLessThan(0.9);
});

it('knows verbs of other languages where their accents are left out', () => {
  expect(categoryOf('deverrouiller_compte')).toBe('access');
  expect(categoryOf('telecharger_avis')).toBe('read');
});

it('reads what tells a parameter as no deed', () => {
  const description = 'Words most used. Args: start_date: Start date of the range; end_date: End date; order type';
  expect(categoryOf('word_cloud_by_range', { description })).toBe('read');
});

it('reads a list of kinds as a filter where the name only looks something up', () => {
  const inputSchema = { properties: { type: { enum: ['indexCreation', 'indexDeletion'] } } };
  expect(categoryOf('get_tasks', { inputSchema })).toBe('read');
  expect(categoryOf('tasks', { inputSchema })).toBe('destructive');
});

it('takes a list of what it does out of the description of a name that leaves it open', () => {
  expect(categoryOf('manage_forms', { description: 'Manage forms (enable, disable, delete, export)' })).toBe(
    'destructive',
  );
});

it.each([
  ['restore_database', 'destructive'],
  ['backup_restore', 'destructive'],
  ['restore_page_version', 'write'],
  ['cancel_booking', 'destructive'],
  ['cancel_deployment', 'execute'],
  ['redact_message', 'destructive'],
  ['alter_table_remove_column', 'destructive'],
  ['cache_flush_all', 'destructive'],
  ['initiate_user_deletion', 'destructive'],
  ['disable_transfers_otp', 'access'],
  ['upload_client_certificate', 'access'],
  ['finalize_invoice', 'financial'],
  ['create_payment', 'financial'],
  ['add_payment_note', 'write'],
  ['format_table_cell', 'write'],
  ['search_and_replace', 'write'],
  ['perform_trend_analysis', 'read'],
  ['gmail_draft_email', 'write'],
  ['google_play_reviews', 'read'],
  ['exchange_rate', 'read'],
  ['rollout_history', 'read'],
  ['npm_build', 'execute'],
  ['run_task_now', 'execute'],
  ['remove_background', 'write'],
  ['ingest_messages', 'write'],
  ['listprompts', 'read'],
  ['stop_stream', 'execute'],
  ['end_stream', 'execute'],
])('tells %s apart as %s', (name, category) => expect(categoryOf(name)).toBe(category));

// Classes of case that reading thousands of tools of others showed.
it.each([
  ['sync_status', 'read'],
  ['next_task', 'read'],
  ['text_diff', 'read'],
  ['forward_geocode', 'read'],
  ['is_prime', 'read'],
  ['block_trade', 'read'],
  ['fund_manager_by_name', 'read'],
  ['loadtest_get', 'read'],
  ['query_video_generation', 'read'],
  ['to-markdown', 'read'],
  ['balance_of_batch', 'read'],
  ['get_secret_metadata', 'read'],
  ['get_pricing_service_codes', 'read'],
  ['request_completions', 'read'],
  ['refine_prompt', 'read'],
  ['query_collection', 'read'],
  ['insert_text_at_end', 'write'],
  ['create_reminder', 'write'],
  ['create_groups_of_wallets', 'access'],
  ['set_page_margins', 'write'],
  ['add_member_to_sorted_set', 'write'],
  ['restore_project', 'write'],
  ['isolate_audio', 'write'],
  ['redact_part_or_message', 'write'],
  ['mark_action_as_deleted', 'destructive'],
  ['revert_migration', 'destructive'],
  ['filesystem_importjob_cancel', 'execute'],
  ['maintenance_on', 'execute'],
  ['upgrade_firewall', 'execute'],
  ['send_transaction', 'financial'],
  ['upgrade_subscription', 'financial'],
  ['generate_wallet', 'access'],
  ['block_command', 'access'],
  ['call_webhook', 'communicate'],
  ['create_merge_request_thread', 'communicate'],
])('reads %s in its sense, as %s', (name, category) => expect(categoryOf(name)).toBe(category));

it('subtracts where `sub` stands alone, and subscribes elsewhere', () => {
  expect(categoryOf('sub', properties('a', 'b'))).toBe('read');
  expect(categoryOf('sub_topic')).toBe('write');
});

it('tells a notification that is shown from those that are listed', () => {
  expect(categoryOf('show-notification-macos', properties('title', 'message'))).toBe('communicate');
  expect(categoryOf('show_notifications', properties('limit'))).toBe('read');
});

it('takes lists of methods of HTTP for requests, in either case', () => {
  const cmd = { enum: ['request.get', 'request.post', 'request.put', 'request.delete'] };
  expect(categoryOf('proxy', { inputSchema: { properties: { cmd } } })).toBe('execute');
});

it('concludes nothing graver than what name, schema or description speak of', () => {
  const verbs = Object.values(verbGroups).flatMap((group) => group.trim().split(/\s+/));
  const word = fc.constantFrom(...verbs, 'user', 'page', 'secret', 'payment', 'the', 'this', 'tool', 'and');
  const sentence = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => `${words.join(' ')}.`);
  const description = fc.array(sentence, { maxLength: 4 }).map((sentences) => sentences.join(' '));
  const name = fc.array(fc.constantFrom(...verbs, 'user', 'page'), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(name, description, (words, text) => {
      const tool = { name: words.join('_'), description: text };
      const { silent, verdicts, claims } = readDefinition(tool);
      if (silent || /delet|remov|drop|purge|wipe/.test(text)) return;
      const said = [...verdicts, ...claims.map(({ category }) => category)];
      expect(rankOf(classify(tool).category)).toBeLessThanOrEqual(Math.max(...said.map(rankOf)));
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['create_note', 'low'],
  ['update_note', 'medium'],
  ['generate_image', 'low'],
  ['merge_pull_request', 'high'],
  ['upload_file', 'medium'],
  ['write_file', 'high'],
  ['set_env', 'high'],
  ['mark_all_notifications_read', 'low'],
  ['clear_cart', 'medium'],
  ['delete_database', 'critical'],
  ['delete_webhook_subscription', 'high'],
  ['sell_token', 'critical'],
  ['stop_server', 'medium'],
  ['create_payee', 'high'],
])('says of %s that it is %s', (name, severity) => expect(classify({ name, inputSchema: {} }).severity).toBe(severity));

it.each([
  ['删除所有文件', 'destructive'],
  ['파일을 삭제합니다', 'destructive'],
  ['Exclui um registro do banco', 'destructive'],
  ['Supprime un enregistrement', 'destructive'],
  ['Löscht einen Eintrag', 'destructive'],
  ['Удаляет запись', 'destructive'],
])('understands “%s” where the name says nothing', (description, category) =>
  expect(categoryOf('zzz', { description })).toBe(category),
);

it('judges as a grave write what nobody can tell', () => {
  expect(classify({ name: 'zzz_qqq' })).toMatchObject({ category: 'write', severity: 'high', unclassified: true });
  expect(classify({ name: 'zzz_qqq', description: 'This tool is read-only.' })).toMatchObject({ unclassified: true });
});

it('reports hints that claim less, and gives them no say', () => {
  const said = classify({ name: 'delete_page', annotations: { readOnlyHint: true, destructiveHint: false } });
  expect(said).toMatchObject({ category: 'destructive', contradiction: 'readOnlyHint' });
});

it('reads what is no schema as one without parameters', () => {
  for (const inputSchema of [null, 1, 'x', [], { properties: 3 }, { properties: { action: null } }]) {
    expect(categoryOf('get_page', { inputSchema })).toBe('read');
  }
});

it('sees through invisible and foreign letters', () => {
  expect(visibleText('de\u200blete\u202e \u{e0041}ｐage')).toBe('delete page');
  expect(visibleText('dеlеte')).toBe('delete');
  expect(visibleText('удалить файл')).toBe('удалить файл');
  expect(categoryOf('de\u200blete_page')).toBe('destructive');
});

it('has every verb in one group', () => {
  const seen = new Map<string, string>();
  for (const [group, verbs] of Object.entries(verbGroups)) {
    for (const verb of verbs.trim().split(/\s+/)) {
      expect(seen.get(verb), `${verb} in ${group}`).toBeUndefined();
      seen.set(verb, group);
    }
  }
});

it('has no weight by which a description could lower a category', () => {
  for (const [feature, steps] of shippedModel().raising) {
    expect(Math.min(...steps), feature).toBeGreaterThanOrEqual(0);
  }
});

it('is never lowered by a sentence more, before or behind', () => {
  const verbs = Object.values(verbGroups).flatMap((group) => group.trim().split(/\s+/));
  const word = fc.constantFrom(...verbs, 'user', 'page', 'email', 'payment', 'the', 'this', 'tool', 'read-only', 'and');
  const sentence = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => `${words.join(' ')}.`);
  const name = fc.array(fc.constantFrom(...verbs, 'user', 'page', 'zzz'), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(name, sentence, sentence, fc.boolean(), (words, own, more, before) => {
      const tool = { name: words.join('_') };
      const plain = classify({ ...tool, description: own });
      // What nothing said anything of is judged as a grave write until something does.
      if (plain.unclassified) return;
      const longer = classify({ ...tool, description: before ? `${more} ${own}` : `${own} ${more}` });
      expect(rankOf(longer.category)).toBeGreaterThanOrEqual(rankOf(plain.category));
    }),
    { numRuns: 2000 },
  );
});

it('believes an author whom the operator trusts, and no other', () => {
  const drop = { name: 'drop_table', annotations: { readOnlyHint: true } };
  expect(classify(drop)).toMatchObject({ category: 'destructive', contradiction: 'readOnlyHint' });
  expect(classify(drop, { trusted: true })).toMatchObject({ category: 'read', contradiction: undefined });
  expect(classify(drop, { trusted: true }).confidence).toBeLessThanOrEqual(0.75);
  expect(classify(drop, { trusted: true }).reason).toContain('without that: destructive');
  const tidy = { name: 'delete_page', annotations: { destructiveHint: false } };
  expect(classify(tidy, { trusted: true }).category).toBe('write');
  expect(classify({ ...tidy, name: 'send_payment' }, { trusted: true }).category).toBe('financial');
  // What is said in prose lowers nothing, whoever says it; nor does trust raise anything.
  expect(classify({ name: 'drop_table', description: 'Read-only.' }, { trusted: true }).category).toBe('destructive');
  expect(classify({ name: 'get_page', annotations: { readOnlyHint: false } }, { trusted: true }).category).toBe('read');
});

it.each([
  'Delete all files of a user.',
  'Send an email to a person.',
  'Transfer money to an account.',
  'Run a shell command.',
])('is not told less by a "Not" in front: %s', (said) => {
  const [plain, denied, halved] = [said, `Not ${said}`, `Not only ${said}`].map((description) => {
    return categoryOf('zzz', { description });
  });
  expect(plain).not.toBe('write');
  expect([denied, halved]).toEqual([plain, plain]);
});
