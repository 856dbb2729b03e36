import type { Language } from '../../domain/language.js';
import { wordsIn } from '../../messages/words.js';

/** The frame of the page; what stands in it is drawn by its script. */
export function html(language: Language): string {
  const words = wordsIn(language, 'UTC');
  const [title, noScript] = [words.say('page.title'), words.say('page.no-script')].map(harmless);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/playground/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/playground/app.css">
<script type="module" src="/playground/app.js"></script>
</head>
<body>
<div id="app"></div>
<noscript><p>${noScript}</p></noscript>
</body>
</html>
`;
}

function harmless(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
