// The demos load the library as a user's page does: from the CDN. Here that URL becomes a local one.
export const cdnUrl = 'https://cdn.jsdelivr.net/npm/rivulet';

/** Points every script tag that loads the library from the CDN to `url`; the text of the page stays. */
export function rewriteCdnScripts(html, url) {
  return html.replace(/<script\b[^>]*>/gi, (tag) =>
    tag.replace(/(["'])https:\/\/cdn\.jsdelivr\.net\/npm\/rivulet\1/, (_, quote) => quote + url + quote),
  );
}
