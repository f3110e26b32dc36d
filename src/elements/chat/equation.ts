import { later } from './later.js';

/** Sets the LaTeX in an element as MathML; what is none stays as it is. The library is loaded for the first one. */
export async function typeset(equation: HTMLElement): Promise<void> {
  const source = equation.textContent!;
  const { default: library } = await import('temml');
  later(() => {
    try {
      library.render(source, equation, { displayMode: equation.localName === 'equation-block', throwOnError: true });
    } catch {
      equation.textContent = source;
    }
  });
}
