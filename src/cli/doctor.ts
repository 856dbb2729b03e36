import type { HealthFinding } from '../domain/health.js';
import { sayHealthFinding, sayHealthSummary } from '../messages/doctor.js';
import type { Words } from '../messages/words.js';
import { broken, look, ok, reasonOf } from '../services/health.js';
import { examineFolder } from './doctor-folder.js';
import { examineRunning } from './doctor-running.js';
import { type Surroundings, say } from './operator.js';

/** What main.ts knows and the doctor looks at. */
export interface Circumstances {
  /** In the language of LOCALE and the zone of TIME_ZONE; where one of them is wrong, English and UTC. */
  readonly words: Words;
  readonly dataDir: string;
  /** Versions of Node.js: the one that runs, and the least that will do. */
  readonly node: { readonly running: string; readonly least: string };
  /** What is wrong with the settings, a line for each. What is wrong is here as if it was not set. */
  readonly problems: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly hasHeartbeat: boolean;
  /** Slack or Teams sends requests here, so that they must reach this machine. */
  readonly isCalled: boolean;
  readonly platforms: readonly Examiner[];
}

export interface Examiner {
  readonly name: 'slack' | 'teams';
  /** Settings of its own are wrong, so that there is nothing to ask with. */
  readonly isHalfSet: boolean;
  examine(): Promise<readonly HealthFinding[]>;
}

/** The worst thing that was found. */
export type Diagnosis = 'done' | 'failed' | 'badConfiguration' | 'damaged';

/** Looks at all that Ferry needs, also while it runs, and says how to mend what is not right. Nothing is changed. */
export async function doctor(
  circumstances: Circumstances,
  { now, output }: Pick<Surroundings, 'now' | 'output'>,
): Promise<Diagnosis> {
  const { platforms, dataDir, words } = circumstances;
  const [folder, ...asked] = await Promise.all([examineFolder(dataDir, now), ...platforms.map(examined)]);
  // The lock was looked at: who holds it should answer.
  const running = await examineRunning(circumstances, folder.isLocked);
  const findings = [
    examineNode(circumstances),
    ...examineSettings(circumstances),
    ...folder.findings,
    ok('zone', 'zone-time', { now: { moment: new Date(now()).toISOString() }, zone: words.zone }),
    ...(platforms.length === 0 ? [look('platforms', 'platforms-none', 'connect')] : asked.flat()),
    examineAddress(circumstances),
    examineHeartbeat(circumstances),
    running,
  ];
  say(
    output,
    findings.flatMap((finding) => sayHealthFinding(words, finding)),
  );
  say(output, ['', sayHealthSummary(words, findings)]);
  return worstOf(findings);
}

function worstOf(findings: readonly HealthFinding[]): Diagnosis {
  const lying = new Set(findings.map(({ lies }) => lies));
  if (lying.has('store')) return 'damaged';
  if (lying.has('settings')) return 'badConfiguration';
  return lying.has('world') ? 'failed' : 'done';
}

async function examined({ name, isHalfSet, examine }: Examiner): Promise<readonly HealthFinding[]> {
  if (isHalfSet) return [look(name, 'not-asked', 'mend-settings')];
  try {
    return await examine();
  } catch (error) {
    return [broken('world', name, 'not-looked-at', 'try-again', { reason: reasonOf(error) })];
  }
}

function examineNode({ node: { running: version, least } }: Circumstances): HealthFinding {
  const [[major = 0, minor = 0], [leastMajor = 0, leastMinor = 0]] = [numbersOf(version), numbersOf(least)];
  const isEnough = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  if (isEnough) return ok('node', 'node-good', { version });
  return broken('world', 'node', 'node-old', 'install-node', { least, version });
}

function numbersOf(version: string): number[] {
  return version.split('.').map(Number);
}

/** The problems stay in English, as the log of a start has them: they name variables, and LOCALE may be one of them. */
function examineSettings({ problems }: Circumstances): HealthFinding[] {
  if (problems.length === 0) return [ok('settings', 'settings-good')];
  return problems.map((problem) => broken('settings', 'settings', 'settings-bad', 'see-example', { problem }));
}

function examineAddress({ isCalled }: Circumstances): HealthFinding {
  return isCalled ? look('address', 'address-unknown', 'ask-from-outside') : ok('address', 'address-unneeded');
}

function examineHeartbeat({ hasHeartbeat, platforms }: Circumstances): HealthFinding {
  if (hasHeartbeat) return ok('heartbeat', 'heartbeat-set');
  // On sample data nobody misses a reminder.
  if (platforms.length === 0) return ok('heartbeat', 'heartbeat-unset');
  return look('heartbeat', 'heartbeat-unset', 'see-heartbeat');
}
