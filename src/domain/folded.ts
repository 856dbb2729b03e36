/** Without case and accents, which many keyboards lack, and with wide characters and compatibility forms as plain ones. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').trim();
}
