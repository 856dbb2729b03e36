/** What assistive technology needs and the library leaves out, done to what it has drawn. Answers what undoes it. */
export function mend(drawn: HTMLElement, tableLabel: string): () => void {
  for (const table of drawn.querySelectorAll<HTMLElement>('[role=table]')) mendTable(table);
  for (const input of controlsIn(drawn)) describe(input);
  for (const row of drawn.querySelectorAll('.ac-actionSet')) showFocusRing(row);
  const invalid = new MutationObserver((changes) => {
    for (const { target } of changes) if (target instanceof HTMLElement) tellValidity(target);
  });
  invalid.observe(drawn, { subtree: true, attributes: true, attributeFilter: ['class'] });
  const scrolling = scrollable(drawn, tableLabel);
  return () => {
    invalid.disconnect();
    scrolling.disconnect();
  };
}

/** Draws the names of people who are called, wherever a text mentions them. */
export function markMentions(drawn: HTMLElement, mentions: readonly { text: string; name: string }[]): void {
  for (const block of drawn.querySelectorAll<HTMLElement>('.ac-textBlock')) {
    const parts = splitAt(block.textContent ?? '', mentions);
    if (parts.length > 1 || typeof parts[0] !== 'string') {
      block.replaceChildren(...parts.map((part) => (typeof part === 'string' ? part : marked(part.name))));
    }
  }
}

/** Where the eye should be: the first thing that is wrong, else the first thing to be filled in. */
export function firstToSee(drawn: HTMLElement): HTMLElement | undefined {
  const inputs = controlsIn(drawn).map(focusableOf);
  const wrong = [...drawn.querySelectorAll<HTMLElement>('.ac-richTextBlock')].find(isProblem);
  if (!wrong) return inputs[0] ?? drawn.querySelector<HTMLElement>('button') ?? undefined;
  const described = inputs.find((input) => input.closest(`[aria-describedby~="${wrong.id}"]`));
  if (described) return described;
  wrong.tabIndex = -1;
  return wrong;
}

type Part = string | { readonly name: string };

function splitAt(text: string, mentions: readonly { text: string; name: string }[]): Part[] {
  return mentions.reduce<Part[]>(
    (parts, mention) =>
      parts.flatMap((part): Part[] => {
        if (typeof part !== 'string') return [part];
        return part.split(mention.text).flatMap((piece, index): Part[] => {
          const before: Part[] = index > 0 ? [{ name: mention.name }] : [];
          return piece === '' ? before : [...before, piece];
        });
      }),
    [text],
  );
}

function marked(name: string): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'teams-mention';
  mark.textContent = name;
  return mark;
}

/** Facts have no head, and name their rows in the first cell. */
function mendTable(table: HTMLElement): void {
  const rows = [...table.children].filter((row) => row.role === 'row');
  for (const cell of table.querySelectorAll('[scope]')) cell.removeAttribute('scope');
  const isHeaded = rows[0]?.firstElementChild?.role === 'columnheader';
  table.classList.add(isHeaded ? 'teams-grid' : 'teams-facts');
  if (isHeaded) table.dataset.columns = String(rows[0]?.children.length);
  else for (const row of rows) row.firstElementChild?.setAttribute('role', 'rowheader');
}

/** A table that is too wide is a region that the keyboard scrolls. */
function scrollable(drawn: HTMLElement, label: string): ResizeObserver {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const isWide = target.scrollWidth > target.clientWidth + 1;
      if (isWide) target.setAttribute('tabindex', '0');
      else target.removeAttribute('tabindex');
    }
  });
  for (const table of drawn.querySelectorAll('.teams-grid')) {
    const region = document.createElement('div');
    region.className = 'teams-wide';
    region.role = 'region';
    region.setAttribute('aria-label', label);
    table.replaceWith(region);
    region.append(table);
    observer.observe(region);
  }
  return observer;
}

/** The library cuts off whatever reaches beyond a row of buttons. */
function showFocusRing(row: Element): void {
  if (row.parentElement) row.parentElement.style.overflow = 'visible';
}

/** Inputs as a person meets them: what several boxes answer together is one. */
function controlsIn(drawn: HTMLElement): HTMLElement[] {
  return [...drawn.querySelectorAll<HTMLElement>('.ac-input-container > .ac-input')];
}

function focusableOf(control: HTMLElement): HTMLElement {
  return control.matches('input, select, textarea') ? control : (control.querySelector('input') ?? control);
}

let notes = 0;

/** Hints and problems stand below their input, as texts of their own. */
function describe(control: HTMLElement): void {
  const outer = control.closest('.ac-input-container')?.parentElement;
  const label = outer?.querySelector<HTMLElement>(':scope > label');
  const isGroup = control.classList.contains('ac-choiceSetInput-multiSelect');
  if (isGroup) {
    control.role = 'group';
    if (label) control.setAttribute('aria-labelledby', label.id);
    label?.removeAttribute('for');
  }
  const carrier = isGroup ? control : focusableOf(control);
  if (control.matches('.ac-input-required') && !isGroup) carrier.setAttribute('aria-required', 'true');
  const below: HTMLElement[] = [];
  for (let next = outer?.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.getAttribute('aria-hidden') === 'true') continue;
    if (!(next instanceof HTMLElement) || !next.matches('.ac-richTextBlock')) break;
    notes += 1;
    next.id ||= `teams-note-${notes}`;
    below.push(next);
  }
  if (below.length > 0) carrier.setAttribute('aria-describedby', below.map(({ id }) => id).join(' '));
  if (below.some(isProblem)) control.classList.add('teams-problem');
  tellValidity(control);
}

function isProblem(note: HTMLElement): boolean {
  return note.textContent?.startsWith('⚠') ?? false;
}

function tellValidity(control: HTMLElement): void {
  if (!control.matches('.ac-input')) return;
  const carrier = control.matches('[role=group]') ? control : focusableOf(control);
  const isWrong = control.matches('.ac-input-validation-failed, .teams-problem');
  if (!isWrong || carrier.role === 'group') carrier.removeAttribute('aria-invalid');
  else carrier.setAttribute('aria-invalid', 'true');
}
