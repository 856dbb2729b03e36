/** What the jobs tell the log: ids and reasons, never names or texts. */
export interface JobLog {
  problem(facts: Readonly<Record<string, string>>, text: string): void;
  fault(error: unknown, text: string): void;
}
