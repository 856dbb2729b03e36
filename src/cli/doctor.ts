import { broken, type Finding, look, ok, reasonOf } from '../services/health.js';
import { examineFolder } from './doctor-folder.js';
import { examineRunning } from './doctor-running.js';
import { type Surroundings, say } from './operator.js';

/** What main.ts knows and the doctor looks at. */
export interface Circumstances {
  readonly dataDir: string;
  /** Versions of Node.js: the one that runs, and the least that will do. */
  readonly node: { readonly running: string; readonly least: string };
  /** What is wrong with the settings, a line for each. What is wrong is here as if it was not set. */
  readonly problems: readonly string[];
  readonly zone: string;
  readonly host: string;
  readonly port: number;
  readonly hasHeartbeat: boolean;
  /** Slack or Teams sends requests here, so that they must reach this machine. */
  readonly isCalled: boolean;
  readonly platforms: readonly Examiner[];
}

export interface Examiner {
  readonly name: string;
  /** Settings of its own are wrong, so that there is nothing to ask with. */
  readonly isHalfSet: boolean;
  examine(): Promise<readonly Finding[]>;
}

/** The worst thing that was found. */
export type Diagnosis = 'done' | 'failed' | 'badConfiguration' | 'damaged';

const WORDS = { ok: '✓ ok    ', look: '! look  ', broken: '✗ broken' } as const;

/** Looks at all that Ferry needs, also while it runs, and says how to mend what is not right. Nothing is changed. */
export async function doctor(
  circumstances: Circumstances,
  { now, output }: Pick<Surroundings, 'now' | 'output'>,
): Promise<Diagnosis> {
  const { platforms, dataDir } = circumstances;
  const [folder, ...asked] = await Promise.all([examineFolder(dataDir, now), ...platforms.map(examined)]);
  // The lock was looked at: who holds it should answer.
  const running = await examineRunning(circumstances, folder.isLocked);
  const findings = [
    examineNode(circumstances),
    ...examineSettings(circumstances),
    ...folder.findings,
    examineZone(circumstances, now()),
    ...(platforms.length === 0 ? [NO_PLATFORM] : asked.flat()),
    examineAddress(circumstances),
    examineHeartbeat(circumstances),
    running,
  ];
  say(output, findings.flatMap(linesOf));
  say(output, ['', summaryOf(findings)]);
  return worstOf(findings);
}

function linesOf({ state, check, text, mend }: Finding): string[] {
  return [`${WORDS[state]}  ${check}: ${text}`, ...(mend === undefined ? [] : [`            ${mend}`])];
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  return `${count('ok')} ok, ${count('look')} to look at, ${count('broken')} broken.`;
}

function worstOf(findings: readonly Finding[]): Diagnosis {
  const wrong = findings.filter(({ state }) => state === 'broken');
  if (wrong.some(({ lies }) => lies === 'store')) return 'damaged';
  if (wrong.some(({ lies }) => lies === undefined)) return 'badConfiguration';
  return wrong.length > 0 ? 'failed' : 'done';
}

const NO_PLATFORM = look(
  'Slack and Teams',
  'neither is set up: Ferry shows itself on sample data',
  'README.md, "Connect Slack" and "Connect Teams".',
);

async function examined({ name, isHalfSet, examine }: Examiner): Promise<readonly Finding[]> {
  if (isHalfSet) return [look(name, 'not asked, since its settings are not complete', 'Mend them first, see above.')];
  try {
    return await examine();
  } catch (error) {
    return [broken(name, `could not be looked at (${reasonOf(error)})`, 'Try again.', 'world')];
  }
}

function examineNode({ node: { running, least } }: Circumstances): Finding {
  const [[major = 0, minor = 0], [leastMajor = 0, leastMinor = 0]] = [numbersOf(running), numbersOf(least)];
  const isEnough = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  if (isEnough) return ok('Node.js', running);
  return broken('Node.js', `${running} is too old`, `Install ${least} or newer.`, 'world');
}

function numbersOf(version: string): number[] {
  return version.split('.').map(Number);
}

function examineSettings({ problems }: Circumstances): Finding[] {
  if (problems.length === 0) return [ok('Settings', 'nothing is missing, and each is as it should be')];
  return problems.map((problem) => broken('Settings', problem, 'See .env.example.'));
}

function examineZone({ zone }: Circumstances, now: number): Finding {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  const offset = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(now)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return ok('TIME_ZONE', `${zone}, where it is ${format.format(now)} (${offset ?? zone})`);
}

function examineAddress({ isCalled }: Circumstances): Finding {
  if (!isCalled) return ok('Public address', 'none is needed');
  return look(
    'Public address',
    'Ferry does not know under which one it is reached',
    'By hand, from another machine: https://<your address>/healthz must answer.',
  );
}

function examineHeartbeat({ hasHeartbeat, platforms }: Circumstances): Finding {
  if (hasHeartbeat) return ok('HEARTBEAT_URL', 'is set, and not asked for now');
  const text = 'is not set: nobody is told when this machine is gone';
  // On sample data nobody misses a reminder.
  if (platforms.length === 0) return ok('HEARTBEAT_URL', text);
  return look(
    'HEARTBEAT_URL',
    text,
    'README.md names services that expect a sign of life, and .env.example the setting.',
  );
}
