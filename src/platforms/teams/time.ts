/**
 * What time it is where `url` leads to, in milliseconds of the epoch, to the second: the `Date` of its answer. Undefined when
 * it does not tell within `timeoutMs`; never throws.
 */
export async function timeAt(url: string, timeoutMs: number): Promise<number | undefined> {
  try {
    const response = await fetch(url, {
      headers: { 'cache-control': 'no-cache' },
      // It could lead to a place without a certificate, where anybody may say what time it is.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return response.ok ? timeIn(response.headers) : undefined;
  } catch {
    return undefined;
  }
}

/** A cache on the way repeats the `Date` of long ago, and counts the seconds since then in `Age`. */
function timeIn(headers: Headers): number | undefined {
  const date = headers.get('date') ?? '';
  const ms = Date.parse(date);
  // `Date.parse` takes almost anything for a date; HTTP knows one way to write it.
  if (Number.isNaN(ms) || new Date(ms).toUTCString() !== date) return undefined;
  const age = headers.get('age') ?? '0';
  return /^\d{1,9}$/.test(age) ? ms + Number(age) * 1000 : undefined;
}
