/** The words of an attribute that takes several. */
export function words(attribute: string): string[] {
  return attribute.split(/\s+/).filter(Boolean);
}
