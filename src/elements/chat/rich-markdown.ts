import type { Attr, Default_Renderer_Data, Parser, Token } from 'streaming-markdown';
import type { MarkdownDialect } from '../../sinks/markdown.js';
import { frameCode, highlight, nameLanguage } from './code-block.js';
import { typeset } from './equation.js';
import { letScroll } from './scrollable.js';

/**
 * Markdown as language models write it: code blocks that are coloured and can be copied, and LaTeX between `$`, `$$`,
 * `\(` and `\)`, `\[` and `\]`. Both are done when they are complete, so that a token costs no more than in plain Markdown.
 */
export const richMarkdown: MarkdownDialect = (library, usual) => {
  const { CODE_BLOCK, CODE_FENCE, EQUATION_BLOCK, EQUATION_INLINE, LANG, MAYBE_EQ_BLOCK, TABLE } = library;
  const current = ({ nodes, index }: Default_Renderer_Data): HTMLElement => nodes[index]!;
  /** What the equation that is being written was opened with. */
  let opener = '';
  /** Whether it is one: not when it was never closed. */
  let closed = true;

  const parser: Parser = library.parser({
    ...usual,
    add_token(data: Default_Renderer_Data, token: Token) {
      usual.add_token(data, token);
      if (token === CODE_BLOCK || token === CODE_FENCE) frameCode(current(data));
      if (token === TABLE) frameTable(current(data));
      if (token === EQUATION_BLOCK || token === EQUATION_INLINE) {
        opener = parser.pending === '\\' ? '\\(' : parser.pending;
      }
    },
    set_attr(data: Default_Renderer_Data, attribute: Attr, value: string) {
      usual.set_attr(data, attribute, value);
      if (attribute === LANG) nameLanguage(current(data));
    },
    end_token(data: Default_Renderer_Data) {
      const node = current(data);
      usual.end_token(data);
      finish(node);
      if (node.localName.startsWith('equation-')) endEquation(node);
    },
  });

  /** A code block or a table is as it will be. */
  function finish(node: HTMLElement): void {
    if (node.parentElement?.localName === 'pre') void highlight(node);
    if (node.localName === 'table') letScroll(node.parentElement!);
  }

  function endEquation(node: HTMLElement): void {
    const source = node.textContent!;
    // As in `from $5 to $10`: a dollar sign after a space closes nothing.
    const isText = !closed || (opener === '$' && /\s$/.test(source));
    if (isText) node.replaceWith(opener + source + (closed ? opener : ''));
    else void typeset(node);
    closed = true;
  }

  /** Ends an equation that goes on where none can: what has opened it was text. */
  function giveUp(): void {
    closed = false;
    library.parser_write(parser, parser.token === EQUATION_BLOCK ? '$$' : '$');
  }

  /** Whether a line that ends here ends what no equation is: none has an empty line, and none between `$` a second one. */
  function isBroken(): boolean {
    if (parser.token !== EQUATION_BLOCK && parser.token !== EQUATION_INLINE) return false;
    return parser.pending === '\n' || (opener === '$' && parser.pending !== '$');
  }

  return {
    write(text) {
      for (const piece of text.split(/(?<=[$[\n])|(?=\n)/)) {
        // The parser takes `$$` and `\[` for an equation at the end of a line alone.
        if (parser.token === MAYBE_EQ_BLOCK && piece[0] !== '\n') library.parser_write(parser, '\n');
        else if (piece === '\n' && isBroken()) giveUp();
        library.parser_write(parser, piece);
      }
    },
    end() {
      if (isBroken() || parser.token === EQUATION_BLOCK) giveUp();
      library.parser_end(parser);
      const { nodes, index } = usual.data;
      for (const open of nodes.slice(1, index + 1)) finish(open);
    },
  };
};

function frameTable(table: HTMLElement): void {
  const frame = document.createElement('div');
  frame.className = 'table';
  table.replaceWith(frame);
  frame.append(table);
}
