/** So many tokens of 4 characters, of the Markdown that a language model writes: always the same text. */
export function tokens(count) {
  let text = '';
  for (let section = 1; text.length < 4 * count; section++) text += `${writeSection(section)}\n`;
  return Array.from({ length: count }, (_, index) => text.slice(4 * index, 4 * index + 4));
}

const WORDS =
  'the worker yields a value and the page paints it before next one arrives while every frame stays on time so that nobody has to wait for what has already been computed'.split(
    ' ',
  );

function writeSection(number) {
  const words = (from, count) =>
    Array.from({ length: count }, (_, index) => WORDS[(number * 7 + from + index * 5) % WORDS.length]).join(' ');
  return `## ${number}. ${words(0, 5)}

${words(1, 30)}, **${words(2, 3)}** ${words(3, 20)} \`${words(4, 1)}(${number})\`. ${words(5, 25)} *${words(6, 2)}*, see
[${words(7, 3)}](https://example.com/${number}). ${words(8, 30)}.

- ${words(9, 9)}
- **${words(10, 2)}**: ${words(11, 12)}
- ${words(12, 7)} \`${words(13, 1)}\`

\`\`\`js
for (let i = 0; i < ${number}; i++) {
  yield compute(i); // ${words(14, 6)}
}
\`\`\`

1. ${words(15, 10)}
2. ${words(16, 8)}

> ${words(17, 14)}

${words(18, 45)}.
`;
}
