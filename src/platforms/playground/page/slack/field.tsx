import { useTexts } from '../texts.js';
import type { InputBlock } from './block-kit.js';
import type { Described } from './described.js';
import { ElementOf, type ElementProps } from './element.js';

export interface FieldProps extends Omit<ElementProps, 'element' | 'described'> {
  readonly block: InputBlock;
  /** The id of its element. */
  readonly id: string;
  /** It was sent empty, and must not be. */
  readonly isMissing: boolean;
  /** The id of what stands above it about an earlier try. */
  readonly problem: string | undefined;
}

/** An input with its label, its hint, and what is wrong with it. */
export function Field({ block, id, isMissing, problem, ...rest }: FieldProps) {
  const say = useTexts();
  const { label, hint, optional, element } = block;
  const about = [problem, isMissing ? `${id}-missing` : '', hint ? `${id}-hint` : ''].filter((one) => one);
  const described: Described = {
    id,
    'aria-describedby': about.length === 0 ? undefined : about.join(' '),
    'aria-invalid': isMissing || problem !== undefined,
    'aria-required': optional !== true,
  };
  const called = (
    <>
      {label.text}
      {optional && <span class="slack-optional"> {say('page.slack-optional')}</span>}
    </>
  );
  const holds = <ElementOf {...rest} element={element} described={described} />;
  const isGroup = element.type === 'checkboxes' || element.type === 'multi_static_select';
  return (
    <div class="slack-field">
      {isGroup ? (
        <fieldset>
          <legend>{called}</legend>
          {holds}
        </fieldset>
      ) : (
        <>
          <label for={id}>{called}</label>
          {holds}
        </>
      )}
      {isMissing && (
        <p class="slack-missing" id={`${id}-missing`}>
          {say('page.slack-required')}
        </p>
      )}
      {hint && (
        <p class="slack-hint" id={`${id}-hint`}>
          {hint.text}
        </p>
      )}
    </div>
  );
}
