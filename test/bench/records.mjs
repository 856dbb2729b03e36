// What the benchmark keeps: records of the kinds and sizes that Ferry keeps. Everything is counted, nothing is drawn.

const SINCE = '2026-06-01T00:00:00Z';

/** About 600 bytes. */
export function setting(number) {
  const days = Array.from({ length: 7 }, (_, day) => ({ day, from: '08:00', to: '17:30', lead: 7 + day }));
  const value = {
    zone: 'Europe/Paris',
    team: `operations ${number}`,
    channel: `slack:T0001/C${String(number).padStart(6, '0')}`,
    days,
    turn: 0,
    note: 'Reminders of this team go out on its working days, in its own hours, and to its deputies while somebody is away.',
  };
  return { id: `S${number}`, rev: 0, value };
}

export function migration(number, expiresOn = '2027-01-31') {
  const original = { offer: 'Office 365 E3', seats: 25, expiresOn, renewal: 'auto-renews' };
  const rest = { termEnd: 'unknown', trial: false, renewals: [], since: SINCE };
  return {
    ...{ id: `M${number}`, rev: 0, customer: `C${number}`, source: 'open', route: 'manual', channel: 'nowhere:1' },
    ...{ owner: 'P1', createdAt: SINCE, sample: false, steps: [], licensesDone: 0 },
    originals: [{ id: `M${number}.1`, ...original, ...rest }],
    ...{ replacements: [], nextOriginal: 2, nextReplacement: 1 },
  };
}

export function card(number) {
  const channel = 'nowhere:1';
  return {
    ...{
      id: `card M${number} ${channel}`,
      rev: 0,
      kind: 'card',
      destination: channel,
      subjects: [`M${number}`],
      due: SINCE,
    },
    ...{ wanted: 1, status: 'waiting', attempts: 0 },
  };
}

export function entry(migration, turn) {
  const what = { did: 'licensed', done: turn, total: 25 };
  return { id: `${migration}@${turn}`, rev: 0, migration, at: SINCE, by: 'P1', from: 'bench:1', what };
}
