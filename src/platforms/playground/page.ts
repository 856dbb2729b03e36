/** The page as HTML. `boards` are texts that Ferry made just now. */
export function page(boards: readonly { readonly title: string; readonly text: string }[]): string {
  const shown = boards.map(
    ({ title, text }) => `<h3>${harmless(title)}</h3>\n<pre tabindex="0">${harmless(text)}</pre>`,
  );
  return PAGE.replace('<!-- boards -->', () => shown.join('\n'));
}

function harmless(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ferry is running</title>
<link rel="stylesheet" href="/ferry.css">
</head>
<body>
<main>
<h1>Ferry is running</h1>
<p>Ferry is the chat bot of a Microsoft reseller’s operations team. It starts and tracks each customer’s move into the
Cloud Solution Provider program (CSP), and speaks up before a date is missed. It lives in Slack and in Teams; neither is
connected yet, so this page shows it on sample data.</p>

<h2>Talk to it now</h2>
<p>In a second terminal, in the same folder:</p>
<pre tabindex="0">npm run chat</pre>
<p>Then type, a line at a time:</p>
<pre tabindex="0">help
start contoso.com source=web-direct offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto
accept M1 agreement=2026-11-20
provision M1.1 on=2027-01-24
change M1.1 renewal=ends
due 90
show M1</pre>
<p>What you enter there is kept in its own folder (<code>data</code>), apart from these samples (<code>data/playground</code>).</p>

<h2>Connect it</h2>
<p>Copy <code>.env.example</code> to <code>.env</code>, fill in the lines for Slack or for Teams, and start again. The README
leads through both, step by step. Once one is connected, this page is gone.</p>

<h2>What it knows here</h2>
<p>All of these customers are samples.</p>
<!-- boards -->
</main>
</body>
</html>
`;

export const STYLE = `:root { color-scheme: light dark; --line: #8886; --back: #8881; }
body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; margin: 0 0 .5rem; }
h2 { margin: 2.2rem 0 .4rem; font-size: 1.3rem; }
h3 { margin: 1.2rem 0 .3rem; font-size: 1rem; }
p { max-width: 46rem; margin: .5rem 0; }
pre { border: 1px solid var(--line); border-radius: .4rem; background: var(--back); padding: .8rem 1rem; overflow-x: auto; font-size: .85rem; line-height: 1.5; }
code { background: var(--back); border-radius: .25rem; padding: .1em .3em; }
`;
