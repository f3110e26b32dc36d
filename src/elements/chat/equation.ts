import { later } from './later.js';
import { letScroll } from './scrollable.js';

/** Sets the LaTeX in an element as MathML; what is none stays as it is. The library is loaded for the first one. */
export async function typeset(equation: HTMLElement): Promise<void> {
  const source = equation.textContent!;
  const { default: library } = await import('temml');
  later(() => {
    try {
      const displayMode = equation.localName === 'equation-block';
      library.render(source, equation, { displayMode, throwOnError: true });
      if (displayMode) letScroll(equation);
    } catch {
      equation.textContent = source;
    }
  });
}
