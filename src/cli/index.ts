import { parseArgs } from 'node:util';
import { DamagedError, DiskError, isRefusal, LockedError } from '../store/index.js';
import { adopt } from './adopt.js';
import { backup } from './backup.js';
import { type Circumstances, doctor } from './doctor.js';
import { type Surroundings, say, UsageError } from './operator.js';
import { restore } from './restore.js';
import { verify } from './verify.js';

export type { Circumstances } from './doctor.js';
export type { Surroundings } from './operator.js';

/** How it ended; main.ts has the exit codes. */
export type Ending = 'done' | 'failed' | 'badConfiguration' | 'locked' | 'damaged';

const HELP = [
  'ferry                runs the bot; with neither Slack nor Teams set up, on sample data',
  'ferry chat           talks to the bot in this terminal',
  'ferry backup <file>  writes all that is kept into one file, also while the bot runs; --force replaces a file;',
  '                     - is the standard output',
  'ferry restore <file> puts a backup in the place of what is kept, while the bot is stopped; - is the standard input',
  'ferry verify [file]  looks whether what is kept, or a backup, is in order; changes nothing',
  'ferry doctor         looks at all that Ferry needs, also while it runs, and says how to mend it; changes nothing',
  'ferry store adopt    takes over a state.json that was edited by hand, while the bot is stopped',
  'ferry help           says this',
  '',
  'backup, restore, verify, doctor and store adopt work on DATA_DIR, or on the folder that --data <folder> names.',
];
const WORDS = 'ferry alone runs the bot; else there is chat, backup, restore, verify, doctor, store adopt, and help';

/** The operator's words. `settings` and `circumstances` are read when a word needs them. */
export async function operate(
  words: readonly string[],
  io: Pick<Surroundings, 'now' | 'input' | 'output' | 'remarks'>,
  settings: () => Pick<Surroundings, 'dataDir' | 'keepJournals'>,
  circumstances: () => Circumstances,
): Promise<Ending> {
  let dataDir = '';
  try {
    const { values, positionals } = parse(words);
    if (values.help || positionals[0] === 'help') {
      say(io.output, HELP);
      return 'done';
    }
    if (values.data === '') throw new UsageError('--data takes a folder.');
    if (positionals.join(' ') === 'doctor' && !values.force) {
      const all = circumstances();
      return await doctor({ ...all, dataDir: values.data ?? all.dataDir }, io);
    }
    const task = taskOf(positionals, values.force === true);
    const configured = settings();
    dataDir = values.data ?? configured.dataDir;
    return await task({ ...io, ...configured, dataDir });
  } catch (error) {
    const [ending, sentence] = judge(error as Error, dataDir);
    say(io.remarks, [sentence]);
    return ending;
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: { data: { type: 'string' }, force: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. See: ferry help`);
  }
}

type Task = (surroundings: Surroundings) => Promise<Ending>;

/** Throws a UsageError for words that say nothing. */
function taskOf([word, ...rest]: readonly string[], force: boolean): Task {
  const [file, ...more] = rest;
  if (force && word !== 'backup') throw new UsageError('--force goes with backup alone.');
  if (word === 'verify' && more.length === 0) return async (all) => ((await verify(file, all)) ? 'done' : 'damaged');
  if (word === 'store' && file === 'adopt' && more.length === 0) return (all) => done(adopt(all));
  if (word === 'backup' && file !== undefined && more.length === 0) return (all) => done(backup(file, force, all));
  if (word === 'restore' && file !== undefined && more.length === 0) return (all) => done(restore(file, all));
  switch (word) {
    case 'backup':
    case 'restore':
      throw new UsageError(`ferry ${word} takes one file, or - .`);
    case 'doctor':
      throw new UsageError('ferry doctor takes nothing more.');
    case 'verify':
      throw new UsageError('ferry verify takes one file, or nothing.');
    case 'store':
      throw new UsageError('ferry store knows one word: adopt.');
    default:
      throw new UsageError(word === undefined ? `No word is given: ${WORDS}.` : `Unknown word "${word}": ${WORDS}.`);
  }
}

async function done(task: Promise<void>): Promise<Ending> {
  await task;
  return 'done';
}

/** Anything that is not foreseen goes on to who called. */
function judge(error: NodeJS.ErrnoException, dataDir: string): [Ending, string] {
  if (error instanceof UsageError) return ['badConfiguration', error.message];
  if (error instanceof DamagedError) return ['damaged', error.message];
  if (error instanceof LockedError) return ['locked', `Another Ferry is running on ${dataDir}. Stop it first.`];
  if (isRefusal(error))
    return ['failed', `There is no room, or nothing may be written: ${error.message}. Nothing was changed.`];
  if (error instanceof DiskError || error.code === 'EIO') {
    return ['damaged', `The disk is failing: ${error.message}. What was written may not last.`];
  }
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    return ['failed', `It may not be done: ${error.message}. Be root, or the user that Ferry runs as.`];
  }
  if (error.code !== undefined) return ['failed', `It did not work: ${error.message}.`];
  throw error;
}
