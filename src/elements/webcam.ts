/** The camera of a component: on while it shows what it sees, off as soon as nobody looks. */
export class Webcam {
  #stream: MediaStream | undefined;
  /** Counts requests: a permission that is granted when nobody waits for it any more turns no camera on. */
  #request = 0;

  /** What the camera sees, for a `<video>`, while it is on. */
  get stream(): MediaStream | undefined {
    return this.#stream;
  }

  /** @throws Error that says why there is no picture. */
  async start(): Promise<void> {
    const request = ++this.#request;
    let stream: MediaStream;
    try {
      // Browsers leave it out on pages without HTTPS.
      if (!navigator.mediaDevices) throw new Error('A browser gives pages access to the camera over HTTPS only.');
      stream = await navigator.mediaDevices.getUserMedia({ video: true });
    } catch (error) {
      throw new Error(explain(error as Error), { cause: error });
    }
    if (request === this.#request) this.#stream = stream;
    else stopTracks(stream);
  }

  stop(): void {
    this.#request++;
    if (this.#stream) stopTracks(this.#stream);
    this.#stream = undefined;
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function explain({ name, message }: Error): string {
  switch (name) {
    case 'NotAllowedError':
      return 'The camera may not be used: allow it for this page in the browser’s settings, and try again.';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'No camera was found.';
    case 'NotReadableError':
      return 'The camera is in use by another program.';
    default:
      return message;
  }
}
