/** Hands a file to the user. */
export function download(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  // The browser has taken the blob by then; the URL alone would keep it for as long as the page lives.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
