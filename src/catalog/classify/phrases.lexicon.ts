/** The words by which `judge-phrase.ts` tells phrases apart: singular forms, each list named after what it decides. */

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const secrets = set(
  'secret credential password mnemonic passphrase apikey privatekey keypair authkey totp otp contraseña contrasena senha passwort пароль',
);
export const keyOwners = set(
  'api app application access private secret auth bearer refresh service personal ssh encryption vault keyvault kms hsm signing',
);
export const harmlessLooks = set('check validate count help verify scan detect search');
export const people = set(
  'user usuario usuário benutzer utilisateur membre miembro membro mitglied member delegate guest admin collaborator account owner role permission group principal identity',
);
export const powers = set(
  'permission acl role iam rbac rls scim sso mfa oauth saml auth authentication firewall security whitelist allowlist privilege access consent restriction otp 2fa totp firewallrule sharing visibility collaborator owner ownership protection rolebinding clusterrolebinding',
);
export const messages = set(
  'tweet post comment reply thread message invitation dm toot announcement notification story',
);
export const paid = set('invoice subscription refund checkout charge payment payout order transfer');
export const trade = set('order orders bet trade position swap transaction tx txn transfer token tokens');
export const threads = set(
  `thread issue comment conversation ticket incident alert conflict review discussion case finding market error group
  bug problem violation vulnerability warning flag task todo item request annotation escalation`,
);
export const parcels = set('package shipment parcel flight container delivery vessel order price usage progress');
export const posts = set(
  'message comment tweet thread reply report alert webhook text announcement image photo video story update status post',
);
export const tokenChanges = set('set update rotate refresh renew');
export const queries = set('query filter topic prompt expression request string uri url');
export const handedOver = set('command input request keystroke key gcode');
export const userStates = set('suspend resume activate deactivate enable disable block unblock lock unlock');
/** What keeps people out. */
export const barriers = set('door garage gate frontdoor backdoor deadbolt smartlock car vehicle');
/** What carries words to people when it is dispatched, transmitted or served. */
export const letters = set(
  'envelope email message notification letter notice summons newsletter card postcard reminder',
);
/** What people come together in: who is invited is told of it. */
export const gatherings = set('huddle meeting webinar event call conference');
/** What is published in one's own name when it is shared on a network. */
export const shared = set('article link post story update photo video reel');
/** What moves when it is written to. */
export const actuators = set('coil coils plc register registers gpio relay actuator setpoint');
/** Tools that make infrastructure of a plan. */
export const planners = set('tf terraform terragrunt tofu opentofu pulumi cdk plan playbook');
/** What is gone forward of a point that one goes back to. */
export const pointsBack = set('snapshot zfs btrfs dataset vm volume disk');
/** Systems that run what is submitted to them. */
export const batches = set('job workflow pipeline spark slurm flink batch');
/** What is called off where money is only held. */
export const held = set('authorization authorisation payment hold');
/** Keys of others that are let in. */
export const letIn = set('deploy authorized');
/** What opens a door by its digits. */
export const digitLocks = set('lock door gate keypad');
/** What a robot moves, and where to. */
export const limbs = set('pose joint arm gripper servo motor robot axis forward backward');
/** What is gone with what is on it when it is terminated, and what is empty when it is formatted. */
export const ended = set('instance vm machine cluster droplet environment');
export const formattable = set('volume disk drive partition filesystem');
/** What stays open to the other side. */
export const channels = set('tunnel socket connection shell terminal ssh');
/** What money is spent on by a budget alone. */
export const advertised = set('campaign ad ads adset adgroup');
export const jobs = set('build run execution deployment instance vm machine container pod droplet crawl scan');
export const builds = set(
  'target site project image app job docker npm yarn pnpm cargo gradle maven application solution',
);
export const works = set(
  'image video audio music song speech voice avatar animation work component site website app project document pdf file',
);
export const packers = set('zip compress decompress extract convert crop split transform resize unzip blend');
/** What is looked into from outside, and what then stands open: a probe opens connections like any other. */
export const probes = set('scan probe test check fuzz enumerate sweep grab');
export const probed = set('port network subnet host credential vulnerability endpoint banner fuzzing cidr service');
export const targets = set('host hostname target targets ip ips port ports url cidr subnet domain range');
export const tried = set(
  'connection connectivity key auth authentication login access api server availability health regex expression',
);
export const bookings = set('hotel flight room ticket trip rental seat');
export const pictured = set('background noise watermark silence');
export const clips = set('object video audio clip face image voice');
export const looked = set('analytics metric search query usage stat report');
export const numbers = set('a b c x y n m num number numbers num1 num2 first second augend addend 1 2 values');
export const replies = set('completion completions transcription translation embedding embeddings');
/** What is made of words again, where a server works on words. */
export const reworded = set('response summary answer');
/** What only stands beside something else: it is judged for itself. */
export const annexes = set('history comment note attachment tag label reminder reaction');
/** What a backup is put over, and the backup itself. */
export const restored = set('backup database db dump');
/** What people have agreed on: calling it off cannot be taken back. */
export const called = set(
  'downtime request appointment booking reservation event meeting registration membership subscription policy contract storage service account plan',
);
/** What parameters say of a place to write to. */
export const outs = set(
  'output outputpath destination dest save savepath local localpath target download dir directory folder to',
);
/** What an analysis, a look or a search is called where a verb only carries it. */
export const studies = set(
  'analysis search lookup audit review check comparison calculation assessment evaluation estimation validation research inspection diagnosis prediction regression conversion translation transcription ocr',
);
/** Parts of documents that are formatted in place. */
export const formatted = set('table cell range row column sheet slide shape paragraph font chart worksheet');
export const terminals = set('terminal console tty stdin pty serial repl process');
export const texts = set('prompt text sentence paragraph query question html json data markdown csv string');
export const fields = set('input form field textbox text');
export const places = set('path file filename dir directory folder');
export const screens = set('site browser app application url tab page window program website link');
export const files = set('path file filename output outputpath dir directory folder savepath save_dir destination');
