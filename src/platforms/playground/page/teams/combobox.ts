/** One of what was found: `value` is sent, `title` is read. */
export interface Found {
  readonly title: string;
  readonly value: string;
}

export interface ComboboxOptions {
  find(typed: string): Promise<readonly Found[]>;
  /** What was typed may stand as it is, when it is not chosen from the list. */
  readonly free: boolean;
  readonly chosen: Found | undefined;
  readonly nothingFound: string;
  changed(): void;
}

/** Who types goes on typing. */
const PAUSE_MS = 150;

let made = 0;

/** An input that finds while one types: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/, with a list. */
export class Combobox {
  readonly input = document.createElement('input');
  readonly list = document.createElement('ul');
  /** Says that nothing was found, also to who cannot see it. */
  readonly status = document.createElement('div');
  readonly #options: ComboboxOptions;
  #found: readonly Found[] = [];
  #chosen: Found | undefined;
  #active = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ComboboxOptions) {
    this.#options = options;
    this.#chosen = options.chosen;
    const { input, list, status } = this;
    made += 1;
    list.id = `teams-found-${made}`;
    list.className = 'teams-found';
    list.role = 'listbox';
    list.hidden = true;
    status.className = 'teams-none-found';
    status.role = 'status';
    input.type = 'text';
    input.autocomplete = 'off';
    input.className = 'ac-input ac-textInput teams-finds';
    input.value = options.chosen?.title ?? '';
    input.role = 'combobox';
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', list.id);
    this.#close();
    input.addEventListener('input', () => this.#typed());
    input.addEventListener('click', () => this.#look());
    input.addEventListener('keydown', (event) => this.#key(event));
    input.addEventListener('blur', () => this.#leave());
    // The focus stays in the input.
    list.addEventListener('mousedown', (event) => event.preventDefault());
  }

  /** What is sent; empty: nothing was chosen. */
  get value(): string {
    const typed = this.input.value.trim();
    if (this.#chosen && this.#chosen.title.trim() === typed) return this.#chosen.value;
    return this.#matching(typed)?.value ?? (this.#options.free ? typed : '');
  }

  /** Names the list as the input is named. */
  nameBy(labelledBy: string): void {
    this.list.setAttribute('aria-labelledby', labelledBy);
  }

  #matching(typed: string): Found | undefined {
    const sought = typed.toLowerCase();
    return this.#found.find(({ title, value }) => title.toLowerCase() === sought || value.toLowerCase() === sought);
  }

  #typed(): void {
    this.#chosen = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), PAUSE_MS);
    this.#options.changed();
  }

  #look(): void {
    clearTimeout(this.#timer);
    const { input } = this;
    const shown = input.value;
    // What is chosen already does not narrow the list.
    void this.#options.find(this.#chosen?.title === shown ? '' : shown).then((found) => {
      // Meanwhile something else was typed, or the input was left.
      if (input.value !== shown || document.activeElement !== input) return;
      this.#found = found;
      this.#open();
    });
  }

  #open(): void {
    const { list, input, status } = this;
    list.replaceChildren(...this.#found.map((found, index) => this.#draw(found, index)));
    status.textContent = this.#found.length === 0 && input.value !== '' ? this.#options.nothingFound : '';
    list.hidden = this.#found.length === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
    this.#activate(-1);
    // It may reach beyond what is seen of the dialog.
    list.scrollIntoView({ block: 'nearest' });
  }

  #draw(found: Found, index: number): HTMLElement {
    const option = document.createElement('li');
    option.id = `${this.list.id}-${index}`;
    option.role = 'option';
    option.textContent = found.title;
    option.addEventListener('click', () => this.#choose(found));
    return option;
  }

  #activate(index: number): void {
    const { list, input } = this;
    this.#active = index;
    for (const [at, option] of [...list.children].entries()) option.setAttribute('aria-selected', String(at === index));
    const option = list.children[index];
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
    option?.scrollIntoView({ block: 'nearest' });
  }

  #key(event: KeyboardEvent): void {
    const { key } = event;
    const { hidden } = this.list;
    const active = this.#found[this.#active];
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (hidden) this.#look();
      else this.#activate(next(this.#active, key === 'ArrowDown' ? 1 : -1, this.#found.length));
    } else if (key === 'Enter' && !hidden && active) {
      event.preventDefault();
      this.#choose(active);
    } else if (key === 'Escape' && !hidden) {
      // The dialog around it stays.
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }

  #choose(found: Found): void {
    this.#chosen = found;
    this.input.value = found.title;
    this.#close();
    this.#options.changed();
  }

  #leave(): void {
    clearTimeout(this.#timer);
    const { input } = this;
    const match = this.#matching(input.value.trim());
    if (input.value.trim() === '') this.#chosen = undefined;
    else if (match && !this.#chosen) this.#choose(match);
    // Nobody is called so.
    else if (!this.#options.free && !this.#chosen) input.value = '';
    this.#close();
    this.#options.changed();
  }

  #close(): void {
    const { list, input, status } = this;
    list.hidden = true;
    status.textContent = '';
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    this.#active = -1;
  }
}

/** From the last to the first, and back. */
function next(index: number, by: number, count: number): number {
  return index < 0 && by < 0 ? count - 1 : (index + by + count) % count;
}
