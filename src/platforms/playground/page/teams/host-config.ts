import { HostConfig } from 'adaptivecards';

/** A colour of teams.css: what is drawn once is right in the light and in the dark, and nothing typed is lost in between. */
function colour(name: string): { default: string; subtle: string } {
  return { default: `var(--teams-${name})`, subtle: `var(--teams-${name === 'text' ? 'quiet' : name})` };
}

const foregroundColors = {
  default: colour('text'),
  dark: colour('text'),
  light: colour('text'),
  accent: colour('accent'),
  good: colour('good'),
  warning: colour('warn'),
  attention: colour('bad'),
};

/** How a client of Teams draws cards, as far as its measures are known from its looks. */
export const hostConfig = new HostConfig({
  fontTypes: {
    default: { fontFamily: 'system-ui, sans-serif', ...measures(14) },
    monospace: { fontFamily: 'ui-monospace, "Cascadia Mono", Consolas, monospace', ...measures(13) },
  },
  lineHeights: { small: 17, default: 20, medium: 20, large: 24, extraLarge: 28 },
  spacing: { small: 6, default: 10, medium: 12, large: 20, extraLarge: 32, padding: 12 },
  supportsInteractivity: true,
  containerStyles: {
    default: { backgroundColor: 'transparent', borderColor: 'var(--teams-line)', foregroundColors },
    emphasis: { backgroundColor: 'var(--teams-raised)', borderColor: 'var(--teams-line)', foregroundColors },
  },
  table: { cellSpacing: 4 },
  actions: {
    // More than Teams shows: Ferry keeps to Teams' own limit by itself.
    maxActions: 6,
    buttonSpacing: 0,
    spacing: 'default',
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { color: 'attention', size: 'small' },
  },
});

function measures(size: number) {
  return {
    fontSizes: { small: 12, default: size, medium: size, large: 17, extraLarge: 20 },
    fontWeights: { lighter: 400, default: 400, bolder: 600 },
  };
}
