import {
  AdaptiveCard,
  type CardElement,
  CardObjectRegistry,
  ChoiceSetInput,
  GlobalRegistry,
  GlobalSettings,
  NumberInput,
  SerializationContext,
  // Its file registers it: without this line tables would be left out of the bundle.
  Table,
  ToggleInput,
  Versions,
} from 'adaptivecards';
import { Combobox, type Found } from './combobox.js';
import { hostConfig } from './host-config.js';

/** What a card needs of the page that it stands in. */
export interface Surroundings {
  find(dataset: string, typed: string): Promise<readonly Found[]>;
  readonly nothingFound: string;
  readonly outOfRange: string;
}

/** A card that knows where it stands. */
class FerryCard extends AdaptiveCard {
  surroundings: Surroundings | undefined;
}

/** People are known by their ids alone; of everything else Ferry itself is asked, and takes what is typed. */
export function isOfPeople(dataset: string): boolean {
  return dataset.startsWith('graph.microsoft.com/users');
}

/** The library's own input that finds has neither roles nor a list that a keyboard reaches well. */
class FindingInput extends ChoiceSetInput {
  #combobox: Combobox | undefined;

  override isDynamicTypeahead(): boolean {
    return false;
  }

  protected override internalRender(): HTMLElement | undefined {
    const dataset = this.choicesData?.dataset;
    const around = this.#surroundings();
    if (!dataset || !around) return super.internalRender();
    const choices = this.choices.map(({ title = '', value = '' }) => ({ title, value }));
    const { defaultValue } = this;
    const shown = choices.find(({ value }) => value === defaultValue);
    const chosen = shown ?? (defaultValue ? { title: defaultValue, value: defaultValue } : undefined);
    this.#combobox = new Combobox({
      find: (typed) => around.find(dataset, typed),
      free: !isOfPeople(dataset),
      chosen,
      nothingFound: around.nothingFound,
      changed: () => this.valueChanged(),
    });
    return this.#combobox.input;
  }

  protected override overrideInternalRender(): HTMLElement | undefined {
    const drawn = super.overrideInternalRender();
    if (!drawn || !this.#combobox) return drawn;
    const { list, status, input } = this.#combobox;
    this.inputControlContainerElement.classList.add('teams-finding');
    this.inputControlContainerElement.append(list, status);
    const labelledBy = input.getAttribute('aria-labelledby');
    if (labelledBy) this.#combobox.nameBy(labelledBy);
    return drawn;
  }

  /** The group around several boxes says what it is; each box only its own. */
  protected override updateInputControlAriaLabelledBy(): void {
    super.updateInputControlAriaLabelledBy();
    if (!this.isMultiSelect) return;
    const boxes = this.renderedInputControlElement?.querySelectorAll('input') ?? [];
    for (const box of boxes) box.removeAttribute('aria-labelledby');
  }

  override isValid(): boolean {
    return this.#combobox ? true : super.isValid();
  }

  override get value(): string | undefined {
    return this.#combobox ? this.#combobox.value || undefined : super.value;
  }

  #surroundings(): Surroundings | undefined {
    const root: CardElement = this.getRootElement();
    return root instanceof FerryCard ? root.surroundings : undefined;
  }
}

/** The library takes an empty one for one that is too small. */
class EmptiableNumber extends NumberInput {
  override isValid(): boolean {
    return Number.isNaN(this.value) ? !this.isRequired : super.isValid();
  }

  protected override showValidationErrorMessage(): void {
    const root = this.getRootElement();
    if (!this.errorMessage && root instanceof FerryCard && root.surroundings)
      this.errorMessage = root.surroundings.outOfRange;
    super.showValidationErrorMessage();
  }
}

const elements = new CardObjectRegistry<CardElement>();
GlobalRegistry.defaultElements.copyTo(elements);
elements.register('Table', Table, Versions.v1_5);
elements.register('Input.ChoiceSet', FindingInput);
elements.register('Input.Number', EmptiableNumber);

// A card is no stop of its own on the way through the page.
GlobalSettings.setTabIndexAtCardRoot = false;
GlobalSettings.useAdvancedTextBlockTruncation = false;
// Without a result a text is set as text: nothing that Ferry says is Markdown, and no text becomes HTML.
AdaptiveCard.onProcessMarkdown = () => undefined;

/** Reads a card as Teams would be sent it. */
export function readCard(json: unknown, surroundings?: Surroundings): { card: FerryCard; problems: readonly string[] } {
  const card = new FerryCard();
  card.surroundings = surroundings;
  card.hostConfig = hostConfig;
  const context = new SerializationContext();
  context.setElementRegistry(elements);
  card.parse(json, context);
  // Else what is longer than its line is cut off.
  for (const input of card.getAllInputs())
    if (input instanceof ToggleInput || input instanceof ChoiceSetInput) input.wrap = true;
  const problems = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return { card, problems };
}

/** Draws it. The library would take every click on the page for itself. */
export function drawCard(card: FerryCard): HTMLElement | undefined {
  const before = document.onclick;
  const drawn = card.render();
  document.onclick = before;
  return drawn;
}
