/**
 * Makes relative URLs in a blob worker mean what they mean in the page: `fetch('./cat.png')` and `new Request('cat.png')`
 * are resolved against the document's base URL instead of the blob's, which resolves nothing.
 */
export function resolveLikeThePage(baseUrl: string): void {
  const { fetch: fetchAbsolute, Request: AbsoluteRequest } = self;

  const absolute = (input: RequestInfo | URL) =>
    input instanceof AbsoluteRequest ? input : new URL(String(input), baseUrl);

  self.Request = class Request extends AbsoluteRequest {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(absolute(input), init);
    }
  };
  self.fetch = (input, init) => fetchAbsolute(absolute(input), init);
}
