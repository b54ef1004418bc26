import { parentPort, workerData } from 'node:worker_threads';
import { giveWay, withoutProto } from '../../kernel/index.ts';
import { openDatabase } from '../sqlite/database.ts';
import { serveSql } from './serve-sql.ts';

withoutProto();
giveWay();

/** The thread that holds the control plane's connection where there is no store worker that could. */
const port = parentPort;
if (port === null) throw new Error('the connection lives in a thread of its own');
const { dataFolder }: { readonly dataFolder: string } = workerData;
serveSql(port, () => openDatabase(dataFolder));
