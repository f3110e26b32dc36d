/** What is asked of the user's devices. */
export interface Wanted {
  readonly video?: boolean;
  readonly audio?: boolean;
}

/** The camera or microphone of a component: on while it is shown that it is, off as soon as nobody looks. */
export class Webcam {
  readonly #wanted: Wanted;
  #stream: MediaStream | undefined;
  /** Counts requests: a permission that is granted when nobody waits for it any more turns no camera on. */
  #request = 0;

  constructor(wanted: Wanted = { video: true }) {
    this.#wanted = wanted;
  }

  /** What the camera sees, for a `<video>`, and the microphone hears, while they are on. */
  get stream(): MediaStream | undefined {
    return this.#stream;
  }

  /**
   * @param deviceId - Which camera, or which microphone when only that is wanted; the browser's choice when left out.
   * @throws Error that says why there is no picture or sound.
   */
  async start(deviceId?: string): Promise<void> {
    this.stop();
    const request = this.#request;
    let stream: MediaStream;
    try {
      stream = await open(this.#wanted, deviceId);
    } catch (error) {
      throw new Error(explain(error as Error, this.#wanted), { cause: error });
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

async function open({ video = false, audio = false }: Wanted, deviceId: string | undefined): Promise<MediaStream> {
  // Browsers leave it out on pages without HTTPS.
  if (!navigator.mediaDevices) {
    throw new Error(`A browser gives pages access to the ${video ? 'camera' : 'microphone'} over HTTPS only.`);
  }
  const device = deviceId ? { deviceId: { exact: deviceId } } : true;
  if (!video) return navigator.mediaDevices.getUserMedia({ audio: device });
  if (!audio) return navigator.mediaDevices.getUserMedia({ video: device });
  try {
    return await navigator.mediaDevices.getUserMedia({ video: device, audio: true });
  } catch (error) {
    if ((error as Error).name !== 'NotFoundError') throw error;
    // A camera without a microphone makes a film without sound.
    return navigator.mediaDevices.getUserMedia({ video: device });
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function explain({ name, message }: Error, { video }: Wanted): string {
  const device = video ? 'camera' : 'microphone';
  switch (name) {
    case 'NotAllowedError':
      return `The ${device} may not be used: allow it for this page in the browser’s settings, and try again.`;
    case 'NotFoundError':
    case 'OverconstrainedError':
      return `No ${device} was found: connect one, and try again.`;
    case 'NotReadableError':
      return `The ${device} is in use by another program: close that, and try again.`;
    default:
      return message;
  }
}
