declare module '@highlightjs/cdn-assets/es/highlight.min.js' {
  const library: {
    getLanguage(name: string): object | undefined;
    /** Gives HTML in which all but its own `<span>` elements is escaped. */
    highlight(code: string, options: { language: string; ignoreIllegals: boolean }): { readonly value: string };
  };
  export default library;
}
