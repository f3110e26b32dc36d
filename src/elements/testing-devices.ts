// Stand-ins for camera and microphone, for the tests of what streams: they are in every engine, and the test has them in hand.

/** What the page is given for its camera: a canvas that is painted in every frame, so that there always is a new picture. */
export class FakeCamera {
  readonly #canvas = document.createElement('canvas');
  #frame = 0;
  color = 'rgb(255, 0, 0)';
  readonly stream: MediaStream;
  /** As when it is unplugged. */
  readonly lose: () => void;

  constructor() {
    Object.assign(this.#canvas, { width: 64, height: 48 });
    this.#paint();
    // Without a rate, WebKitGTK gives two frames and no more.
    this.stream = this.#canvas.captureStream(30);
    this.lose = losing(this.track);
  }

  get track(): MediaStreamTrack {
    return this.stream.getTracks()[0]!;
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  #paint = (): void => {
    const context = this.#canvas.getContext('2d')!;
    context.fillStyle = this.color;
    context.fillRect(0, 0, 64, 48);
    this.#frame = requestAnimationFrame(this.#paint);
  };
}

/** What the page is given for its microphone: a tone. */
export class FakeMicrophone {
  readonly #context = new AudioContext();
  readonly stream: MediaStream;
  /** As when it is unplugged. */
  readonly lose: () => void;

  constructor() {
    const destination = this.#context.createMediaStreamDestination();
    const tone = this.#context.createOscillator();
    tone.connect(destination);
    tone.start();
    this.stream = destination.stream;
    this.lose = losing(this.track);
  }

  get track(): MediaStreamTrack {
    return this.stream.getTracks()[0]!;
  }

  stop(): void {
    void this.#context.close();
  }
}

/** Gives what tells that a track was lost. Firefox keeps that event to itself when a script dispatches it. */
function losing(track: MediaStreamTrack): () => void {
  let listener: EventListenerOrEventListenerObject | undefined;
  track.addEventListener = (_type: string, heard: EventListenerOrEventListenerObject) => {
    listener = heard;
  };
  return () => (listener as () => void)();
}

/** Has a page given these devices, or refused with an error. Put back by {@link restoreDevices}. */
export function useDevice(answer: { stream: MediaStream; stop(): void } | Error, page: Window = window): void {
  restoreDevices();
  const getUserMedia = async () => {
    if (answer instanceof Error) throw answer;
    return answer.stream;
  };
  if (!(answer instanceof Error)) used = answer;
  Object.defineProperty(page.navigator, 'mediaDevices', { configurable: true, value: { getUserMedia } });
}

export function restoreDevices(): void {
  Reflect.deleteProperty(navigator, 'mediaDevices');
  used?.stop();
  used = undefined;
}

let used: { stop(): void } | undefined;
