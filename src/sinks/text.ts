/** A block is laid out anew whenever it grows, so what is already there is split into blocks of about this length. */
const BLOCK_LENGTH = 4096;

/** Plain text that grows at its end, at a cost that does not depend on what is already there. */
export class TextSink {
  readonly node = document.createElement('div');

  #last: Text | undefined;

  replace(text: string): void {
    this.node.replaceChildren();
    this.#last = undefined;
    this.append(text);
  }

  append(text: string): void {
    let start = 0;
    while (start < text.length) {
      this.#last ??= this.#addBlock();
      // A block ends with a newline, which `white-space: pre-wrap` shows as one line break, not two.
      const newline = text.indexOf('\n', start + Math.max(0, BLOCK_LENGTH - this.#last.length));
      const end = newline === -1 ? text.length : newline + 1;
      this.#last.appendData(text.slice(start, end));
      if (newline !== -1) this.#last = undefined;
      start = end;
    }
  }

  #addBlock(): Text {
    const text = new Text();
    const block = document.createElement('div');
    block.append(text);
    this.node.append(block);
    return text;
  }
}
