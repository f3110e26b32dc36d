/** Where formatted text goes. A sink that has to load its library first returns a promise. */
export interface ProseSink {
  readonly node: HTMLElement;
  /** The source of what is shown. */
  readonly text: string;
  replace(text: string): Promise<void> | undefined;
  append(text: string): Promise<void> | undefined;
  /** No more is to come for now: what waited for its end is shown. */
  end(): void;
}
