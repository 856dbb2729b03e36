// Requests to a server that is another process, and what it costs that process.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const TICKS_A_SECOND = 100;

/** Keeps its connections open, as the platforms do. */
export function client(port) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const send = (asked) =>
    new Promise((resolve, reject) => {
      const { path, headers, body } = asked;
      const options = { port, host: '127.0.0.1', agent, path, headers, method: body === undefined ? 'GET' : 'POST' };
      const request = http.request(options, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
      });
      // A server closes what was idle while others had their turn.
      request.on('error', (error) => (request.reusedSocket ? resolve(send(asked)) : reject(error)));
      request.end(body);
    });
  return { send, close: () => agent.destroy() };
}

/** At a fixed rate, however long each takes: latencies in ms, counted from when it was to be sent. */
export async function atRate(perSecond, seconds, one) {
  const from = performance.now();
  const latencies = [];
  const sent = [];
  for (let count = 0; count < perSecond * seconds; count += 1) {
    const due = from + (count * 1000) / perSecond;
    const left = due - performance.now();
    if (left > 1) await wait(left);
    sent.push(one().then(() => latencies.push(performance.now() - due)));
  }
  await Promise.all(sent);
  return latencies;
}

/** As fast as so many at once are answered: requests per second. */
export async function atOnce(many, seconds, one) {
  const from = performance.now();
  let count = 0;
  const ask = async () => {
    while (performance.now() - from < seconds * 1000) {
      await one();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: many }, ask));
  return (count * 1000) / (performance.now() - from);
}

export function percentile(all, share) {
  const sorted = [...all].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Milliseconds of CPU that a process has used. Only Linux tells. */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
}

/** Kilobytes of memory that a process has. */
export function memoryOf(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]);
}

/** How much of this machine's time others took since `before`, which is what an earlier call answered. */
export function stolen(before) {
  const fields = readFileSync('/proc/stat', 'latin1').split('\n')[0].trim().split(/\s+/).slice(1, 9).map(Number);
  const now = { all: fields.reduce((sum, one) => sum + one, 0), steal: fields[7] };
  if (before === undefined) return now;
  return { ...now, share: (now.steal - before.steal) / Math.max(1, now.all - before.all) };
}
