import { useTexts } from '../texts.js';
import './journal-line.css';

/** What a line of the journal tells, as far as it is shown. */
interface Line {
  readonly seq: number;
  readonly at: string;
  readonly ops: readonly (readonly [what: 'put' | 'remove', collection: string, record: unknown])[];
}

/** A line of the journal, readable, and as it stands in the file. */
export function JournalLine({ line }: { line: string }) {
  const say = useTexts();
  const read = readLine(line);
  return (
    <div class="journal-line">
      {read && (
        <>
          <p>
            {say('page.inside-line')} {read.seq} · <code>{read.at}</code>
          </p>
          <ul>
            {read.ops.map((op, index) => (
              <li key={index}>
                <Op op={op} />
              </li>
            ))}
          </ul>
        </>
      )}
      <details open={!read}>
        <summary class="panel-quiet">{say('page.inside-raw')}</summary>
        <code class="journal-raw">{line}</code>
      </details>
    </div>
  );
}

function Op({ op: [what, collection, record] }: { op: Line['ops'][number] }) {
  const say = useTexts();
  if (what === 'remove') {
    return (
      <p class="journal-removed">
        <span aria-hidden="true">− </span>
        <code>{`${collection} ${String(record)}`}</code> {say('page.inside-removed')}
      </p>
    );
  }
  return (
    <details>
      <summary>
        <span aria-hidden="true">+ </span>
        <code>{`${collection} ${idOf(record)}`}</code> {say('page.inside-written')}
      </summary>
      <code class="journal-record">{JSON.stringify(record, undefined, 2)}</code>
    </details>
  );
}

function idOf(record: unknown): string {
  return typeof record === 'object' && record !== null && 'id' in record ? String(record.id) : '';
}

/** Undefined: it is not what a journal keeps today. */
function readLine(line: string): Line | undefined {
  try {
    const { seq, at, ops } = JSON.parse(line) as Partial<Line>;
    return seq !== undefined && at !== undefined && Array.isArray(ops) ? { seq, at, ops } : undefined;
  } catch {
    return undefined;
  }
}
