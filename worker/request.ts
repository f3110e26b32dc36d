/**
 * Fetches what an author's URL names.
 *
 * @param culprit - What the message begins with.
 * @throws TypeError that says why it can't be had.
 */
export async function request(url: string, culprit: string): Promise<Response> {
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok) return response;
  throw new TypeError(
    `${culprit}: ${
      response
        ? `the server answered ${response.status}`
        : 'it can’t be fetched; check the address, and its server’s CORS header'
    }.`,
  );
}
