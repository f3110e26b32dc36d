// Shows a demo's own source beside it: the page as it is sent, without the line that loads this.

const library = 'https://cdn.jsdelivr.net/npm/rivulet';

/** The page as a reader would write it: from the CDN, and without what only the demos here need. */
function asWritten(html) {
  return html
    .trimEnd()
    .split('\n')
    .map((line, index) => ({ number: index + 1, text: line }))
    .filter(({ text }, index, lines) => !isInjected(text) && !(text === '' && isInjected(lines[index - 1]?.text ?? '')))
    .map(({ number, text }) => ({
      number,
      // It stands where a reader would leave a line free, so that the lines after it keep their numbers.
      text: text.includes('source.js')
        ? ''
        : text.replace(/(["'])[^"']*\/(?:src\/index\.ts|dist\/rivulet\.js)[^"']*\1/, `"${library}"`),
    }));
}

/** A development server adds lines of its own. */
function isInjected(line) {
  return line.includes('/@vite/') || line.includes('web-dev-server');
}

const inHtml = /(?<comment><!--.*?-->)|(?<tag><[!/]?[\w-]+|\/?>)|(?<string>"[^"]*")/g;
const inScript =
  /(?<comment>\/\/.*|\/\*.*?\*\/)|(?<string>'[^']*')|(?<tag><\/script>)|\b(?<keyword>export|default|async|await|function|yield|return|const|let|for|of|while|if|throw|new|try|finally)\b/g;

function* highlighted(text, pattern) {
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    yield text.slice(end, match.index);
    const [kind] = Object.entries(match.groups).find(([, found]) => found !== undefined);
    yield Object.assign(document.createElement('span'), { className: kind, textContent: match[0] });
    end = match.index + match[0].length;
  }
  yield text.slice(end);
}

function element(name, properties, ...children) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children);
  return created;
}

function show(lines) {
  let pattern = inHtml;
  const rows = lines.map(({ number, text }) => {
    if (text.includes('</script>')) pattern = inHtml;
    const row = element('span', { className: 'line' }, ...highlighted(text, pattern));
    row.dataset.number = number;
    if (text.includes('<script type="rivulet">')) pattern = inScript;
    return row;
  });
  const code = element('code', {}, ...rows.flatMap((row) => [row, '\n']));
  const listing = element('pre', { tabIndex: 0, role: 'region', ariaLabel: 'Source' }, code);
  const copy = element('button', { type: 'button', textContent: 'Copy' });
  const said = element('span', { role: 'status' });
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(`${lines.map(({ text }) => text).join('\n')}\n`);
      said.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      said.textContent = 'Selected: copy it with the keyboard';
    }
  });
  document.body.append(
    element(
      'aside',
      { ariaLabel: 'Source of this page' },
      element('header', {}, 'The whole page', said, copy),
      listing,
    ),
  );
  markErrors(listing, rows);
}

/** Marks the line an error names until its app runs again. */
function markErrors(listing, rows) {
  const marked = new Map();
  const unmark = ({ target }) => marked.get(target)?.classList.remove('error');
  document.addEventListener('rv-start', unmark);
  document.addEventListener('rv-error', (event) => {
    unmark(event);
    const row = rows.find(({ dataset }) => Number(dataset.number) === event.error.line);
    if (!row) return;
    row.classList.add('error');
    marked.set(event.target, row);
    listing.scrollTo({ top: row.offsetTop - listing.clientHeight / 2 });
  });
}

/** On a narrow screen the source stands below the app, which would push it down as it grows. */
function elementsDefined() {
  const missing = [...document.querySelectorAll('rv-app, rv-app :not(:defined)')];
  return Promise.all(missing.map(({ localName }) => customElements.whenDefined(localName)));
}

document.body.prepend(
  element(
    'nav',
    { ariaLabel: 'Gallery' },
    element('a', { href: '../../', textContent: 'rivulet' }),
    ` / ${document.title}`,
  ),
);
const response = await fetch(location.href);
const lines = asWritten(await response.text());
await Promise.race([elementsDefined(), new Promise((resolve) => setTimeout(resolve, 2000))]);
show(lines);
