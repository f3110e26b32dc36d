import { expect } from 'chai';
import './audio.js';
import type { RvAudio } from './audio.js';
import { writeWav } from './sound.js';
import {
  accessibilityViolations,
  consoleErrors,
  enter,
  errorOf,
  expectEvent,
  files,
  fixture,
  inside,
  rendered,
  upload,
} from './testing.js';
import { tonePart } from './testing-clips.js';
import { Waveform } from './waveform.js';

/** A sine of 440 Hz as a WAV file. */
function wav(seconds = 0.5, name = 'tone.wav', sampleRate = 8000): File {
  const tone = Float32Array.from(
    { length: seconds * sampleRate },
    (_, i) => Math.sin((i * 880 * Math.PI) / sampleRate) / 2,
  );
  return new File([writeWav({ data: [tone], sampleRate })], name, { type: 'audio/wav' });
}

async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.fail('did not reject'),
    (error) => error,
  );
}

describe('rv-audio as an output', () => {
  it('plays a clip', async () => {
    const audio = await fixture<RvAudio>('<rv-audio label="Speech"></rv-audio>');
    expect([audio.value, audio.media.checkVisibility()]).to.deep.equal([null, false]);
    const blob = wav();
    await audio.paint({ kind: 'clip', blob });
    await rendered(audio);
    expect([audio.value, audio.media.checkVisibility(), audio.media.controls]).to.deep.equal([blob, true, true]);
    expect(audio.media.duration).to.be.closeTo(0.5, 0.01);
    expect(await audio.toBlob()).to.equal(blob);
    expect([audio.media.autoplay, audio.media.paused]).to.deep.equal([false, true]);
  });

  it('plays the last of two clips given at once', async () => {
    const audio = await fixture<RvAudio>('<rv-audio></rv-audio>');
    await Promise.all([audio.paint({ kind: 'clip', blob: wav(1) }), audio.paint({ kind: 'clip', blob: wav(0.25) })]);
    expect(audio.media.duration).to.be.closeTo(0.25, 0.01);
  });

  it('starts by itself with autoplay', async () => {
    const audio = await fixture<RvAudio>('<rv-audio autoplay></rv-audio>');
    const played = Promise.withResolvers<void>();
    // Whether the engine that runs the test allows it or not.
    audio.media.play = async () => played.resolve();
    await audio.paint({ kind: 'clip', blob: wav(0.25) });
    await played.promise;
  });

  it('offers to play from the start where the browser forbids to start by itself', async () => {
    const audio = await fixture<RvAudio>('<rv-audio autoplay></rv-audio>');
    audio.media.play = () => Promise.reject(new DOMException('No.', 'NotAllowedError'));
    await audio.paint({ kind: 'clip', blob: wav() });
    while (!audio.shadowRoot!.querySelector('[part=allow]')) await new Promise(requestAnimationFrame);
    expect(inside(audio, '[part=allow]').textContent!.trim()).to.equal('Play');
    expect(await accessibilityViolations()).to.deep.equal([]);
    audio.media.play = async () => void audio.media.dispatchEvent(new Event('play'));
    await expectEvent(audio.media, 'play', () => inside(audio, '[part=allow]').click());
    await rendered(audio);
    expect(audio.shadowRoot!.querySelector('[part=allow]')).to.equal(null);
  });

  it('is emptied by null', async () => {
    const audio = await fixture<RvAudio>('<rv-audio></rv-audio>');
    await audio.paint({ kind: 'clip', blob: wav() });
    await audio.paint({ kind: 'value', value: null });
    await rendered(audio);
    expect([audio.value, audio.media.checkVisibility(), audio.media.src]).to.deep.equal([null, false, '']);
    expect((await rejection(audio.toBlob())).message).to.equal('<rv-audio> holds no audio.');
  });

  it('rejects what the browser can’t play, naming it', async () => {
    const audio = await fixture<RvAudio>('<rv-audio></rv-audio>');
    const blob = new Blob(['hello, this is text'], { type: 'audio/wav' });
    const error = await rejection(audio.paint({ kind: 'clip', blob }));
    expect(error).to.be.instanceOf(TypeError);
    expect(error.message).to.match(/^can't play a Blob \(audio\/wav, 19 bytes\): no sound this browser can load/);
    expect(audio.value).to.equal(null);
  });

  it('plays a URL, and goes back to the one in the markup', async () => {
    const first = URL.createObjectURL(wav(0.25));
    const audio = await fixture<RvAudio>(`<rv-audio value="${first}"></rv-audio>`);
    expect([audio.value, (await audio.toBlob()).type]).to.deep.equal([first, 'audio/wav']);
    expect(audio.media.duration).to.be.closeTo(0.25, 0.01);
    await audio.paint({ kind: 'clip', blob: wav(0.5) });
    audio.clear();
    await audio.updateComplete;
    expect(audio.media.duration).to.be.closeTo(0.25, 0.01);
    URL.revokeObjectURL(first);
  });

  it('tells a URL without sound', async () => {
    let audio!: RvAudio;
    const errors = await consoleErrors(async () => {
      audio = await fixture<RvAudio>('<rv-audio name="speech" value="/package.json"></rv-audio>');
    });
    expect(errors[0]).to.match(/^<rv-audio name="speech">: can't play \/package.json: no sound this browser can load/);
    expect(inside(audio, '[role=alert]').textContent).to.include('no sound');
  });

  it('refuses a value that is none', async () => {
    const audio = await fixture<RvAudio>('<rv-audio name="speech"></rv-audio>');
    expect(() => {
      audio.value = 5 as never;
    }).to.throw(TypeError, '<rv-audio name="speech">: value is 5, but takes a Blob, a URL or null.');
  });

  it('plays at the speed that is chosen, clip after clip', async () => {
    const audio = await fixture<RvAudio>('<rv-audio playback-rate="1.5"></rv-audio>');
    await audio.paint({ kind: 'clip', blob: wav() });
    const select = (await part(audio, 'speed')) as HTMLSelectElement;
    expect([audio.media.playbackRate, select.value]).to.deep.equal([1.5, '1.5']);
    select.value = '2';
    await expectEvent(audio.media, 'ratechange', () => select.dispatchEvent(new Event('change', { bubbles: true })));
    await audio.paint({ kind: 'clip', blob: wav(1) });
    expect([audio.media.playbackRate, audio.playbackRate]).to.deep.equal([2, 2]);
  });

  it('shows the speed that is chosen in the browser’s own controls', async () => {
    const audio = await fixture<RvAudio>('<rv-audio></rv-audio>');
    await audio.paint({ kind: 'clip', blob: wav() });
    const select = (await part(audio, 'speed')) as HTMLSelectElement;
    await expectEvent(audio.media, 'ratechange', () => {
      audio.media.playbackRate = 1.1;
    });
    await rendered(audio);
    expect([select.value, select.selectedOptions[0]!.label]).to.deep.equal(['1.1', '1.1×']);
  });

  it('tells a speed that is none', async () => {
    let audio!: RvAudio;
    const errors = await consoleErrors(async () => {
      audio = await fixture<RvAudio>('<rv-audio playback-rate="fast"></rv-audio>');
    });
    expect(errors[0]).to.include('playback-rate is NaN, which is no speed this browser can play at');
    expect(audio.media.playbackRate).to.equal(1);
  });

  it('tells what its encoder needs', async () => {
    const audio = await fixture<RvAudio>('<rv-audio streaming></rv-audio>');
    expect([audio.encoder, audio.flow, 'parts' in audio.encoderOptions]).to.deep.equal(['audio', 'every', true]);
    audio.streaming = false;
    expect(audio.flow).to.equal('latest');
  });

  it('is accessible, empty and with a clip', async () => {
    const page = await fixture('<div><rv-audio label="Speech"></rv-audio><rv-audio></rv-audio></div>');
    await page.querySelector('rv-audio')!.paint({ kind: 'clip', blob: wav() });
    await rendered(page.querySelector('rv-audio')!);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

describe('a stream of rv-audio', () => {
  it('waits for the user where the browser forbids to start by itself, and starts from the start', async () => {
    const audio = await fixture<RvAudio>('<rv-audio streaming autoplay></rv-audio>');
    const { play } = audio.media;
    audio.media.play = () => Promise.reject(new DOMException('No.', 'NotAllowedError'));
    await audio.paint({ kind: 'media', ...tonePart() });
    const button = await part(audio, 'allow');
    expect([audio.media.paused, audio.media.currentTime]).to.deep.equal([true, 0]);
    audio.media.play = play;
    await expectEvent(audio.media, 'playing', () => button.click());
    expect(audio.media.currentTime).to.be.below(0.5);
    audio.media.pause();
  });

  it('tells that it has run dry, until it has ended', async () => {
    const audio = await fixture<RvAudio>('<rv-audio streaming></rv-audio>');
    await audio.paint({ kind: 'media', ...tonePart() });
    const dry = await part(audio, 'dry');
    expect(dry.hidden).to.equal(true);
    audio.media.muted = true;
    void audio.media.play();
    while (dry.hidden) await new Promise(requestAnimationFrame);
    expect(await accessibilityViolations()).to.deep.equal([]);
    await expectEvent(audio.media, 'ended', () => audio.settle('complete'));
    await rendered(audio);
    expect(dry.hidden).to.equal(true);
  });

  it('starts again at its end with loop', async () => {
    const audio = await fixture<RvAudio>('<rv-audio streaming loop muted></rv-audio>');
    await audio.paint({ kind: 'media', ...tonePart() });
    await rendered(audio);
    const { media } = audio;
    audio.settle('complete');
    await media.play();
    while (media.currentTime < 0.5) await new Promise(requestAnimationFrame);
    while (media.currentTime >= 0.5) await new Promise(requestAnimationFrame);
    expect([media.paused, media.muted]).to.deep.equal([false, true]);
    media.pause();
  });

  it('plays on at the speed that was chosen', async () => {
    const audio = await fixture<RvAudio>('<rv-audio streaming playback-rate="1.25"></rv-audio>');
    await audio.paint({ kind: 'media', ...tonePart() });
    await audio.paint({ kind: 'media', ...tonePart() });
    expect(audio.media.playbackRate).to.equal(1.25);
  });

  it('offers its sound as WAV as well', async () => {
    const audio = await fixture<RvAudio>('<rv-audio streaming></rv-audio>');
    await audio.paint({ kind: 'clip', blob: wav() });
    await part(audio, 'download');
    expect(audio.shadowRoot!.querySelector('[part=download-wav]')).to.equal(null);
    await audio.paint({ kind: 'media', ...tonePart() });
    expect((await part(audio, 'download-wav')).ariaLabel).to.equal('Download as WAV');
  });

  it('draws its waveform as it comes', async () => {
    const audio = await fixture<RvAudio>('<rv-audio streaming></rv-audio>');
    await audio.paint({ kind: 'media', ...tonePart() });
    const canvas = (await part(audio, 'waveform')) as HTMLCanvasElement;
    const drawn = () => canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
    while (!drawn()) await new Promise(requestAnimationFrame);
  });
});

describe('rv-audio as an input', () => {
  it('takes a file, and fires input and change once it can be played', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input></rv-audio>');
    expect(await audio.read()).to.equal(null);
    const fired: string[] = [];
    audio.addEventListener('input', () => fired.push('input'));
    const file = wav();
    await expectEvent(audio, 'change', () => upload(audio, file));
    expect(fired).to.deep.equal(['input']);
    expect([audio.value, await audio.read()]).to.deep.equal([file, file]);
  });

  it('takes what is dropped and pasted', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input></rv-audio>');
    const player = inside(audio, '[part=player]');
    const dataTransfer = files(wav());
    expect(player.dispatchEvent(new DragEvent('dragover', { dataTransfer, cancelable: true }))).to.equal(false);
    await expectEvent(audio, 'change', () =>
      player.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true })),
    );
    const paste = Object.assign(new Event('paste', { cancelable: true }), {
      clipboardData: files(wav(1, 'pasted.wav')),
    });
    await expectEvent(audio, 'change', () => player.dispatchEvent(paste));
    expect((audio.value as File).name).to.equal('pasted.wav');
  });

  it('refuses what is no sound, and keeps what it has', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input></rv-audio>');
    upload(audio, new File(['hello'], 'notes.txt', { type: 'text/plain' }));
    expect(await errorOf(audio)).to.equal(
      "can't play “notes.txt” (text/plain, 5 bytes): it is no audio file. Taken are audio files: WAV, MP3, M4A, FLAC, Ogg, WebM.",
    );
    expect(await audio.read()).to.equal(null);
  });

  it('keeps its clip when what is dropped on it can’t be played', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input></rv-audio>');
    const file = wav();
    await expectEvent(audio, 'change', () => upload(audio, file));
    const dataTransfer = files(new File(['hello, this is text'], 'bad.wav', { type: 'audio/wav' }));
    inside(audio, '[part=player]').dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    expect(await errorOf(audio)).to.include('“bad.wav” (audio/wav, 19 bytes): no sound this browser can load');
    expect(await audio.read()).to.equal(file);
  });

  it('gives up its clip', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input></rv-audio>');
    await expectEvent(audio, 'change', () => upload(audio, wav()));
    await rendered(audio);
    await expectEvent(audio, 'change', () => inside(audio, '[part=remove]').click());
    expect(await audio.read()).to.equal(null);
  });

  it('trims its clip to the sample', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input label="Voice"></rv-audio>');
    await expectEvent(audio, 'change', () => upload(audio, wav(1, 'tone.mp3')));
    await rendered(audio);
    (await part(audio, 'trim')).click();
    const panel = await part(audio, 'trim-panel');
    expect(await accessibilityViolations()).to.deep.equal([]);
    const [start, end] = panel.querySelectorAll('input');
    enter(start!, '0.25');
    enter(end!, '0.75');
    await rendered(audio);
    expect(start!.ariaValueText ?? start!.getAttribute('aria-valuetext')).to.equal('0.25 s');
    await expectEvent(audio, 'change', () => inside(audio, '[part=trim-apply]').click());
    const file = (await audio.read()) as File;
    expect([file.name, file.type, audio.media.duration]).to.deep.equal(['tone.wav', 'audio/wav', 0.5]);
    expect(file.size).to.equal(44 + 2 * 4000);
    await rendered(audio);
    expect(audio.shadowRoot!.querySelector('[part=trim-panel]')).to.equal(null);
  });

  it('keeps what is trimmed in order, and leaves a whole clip alone', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input></rv-audio>');
    await expectEvent(audio, 'change', () => upload(audio, wav(1)));
    (await part(audio, 'trim')).click();
    const panel = await part(audio, 'trim-panel');
    const apply = inside<HTMLButtonElement>(audio, '[part=trim-apply]');
    expect(apply.disabled).to.equal(true);
    const [start, end] = panel.querySelectorAll('input');
    enter(end!, '0.3');
    enter(start!, '0.9');
    await rendered(audio);
    expect([Number(start!.value), apply.disabled]).to.deep.equal([0.2, false]);
    inside(audio, '[part=trim-cancel]').click();
    await rendered(audio);
    expect(audio.media.duration).to.equal(1);
  });

  it('tells why a clip can’t be trimmed, and keeps it', async () => {
    const url = URL.createObjectURL(wav(1));
    const audio = await fixture<RvAudio>(`<rv-audio input value="${url}"></rv-audio>`);
    (await part(audio, 'trim')).click();
    const panel = await part(audio, 'trim-panel');
    enter(panel.querySelector('input')!, '0.5');
    await rendered(audio);
    URL.revokeObjectURL(url);
    inside(audio, '[part=trim-apply]').click();
    expect(await errorOf(audio)).not.to.equal('');
    expect(audio.value).to.equal(url);
  });

  it('converts what is uploaded to WAV with format="wav"', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input format="wav"></rv-audio>');
    const { tracks, fragments } = tonePart();
    const m4a = new File([tracks![0]!.init, fragments[0]!.data], 'tone.m4a', { type: 'audio/mp4' });
    await expectEvent(audio, 'change', () => upload(audio, m4a));
    const file = (await audio.read()) as File;
    expect([file.name, file.type]).to.deep.equal(['tone.wav', 'audio/wav']);
    expect(audio.media.duration).to.be.within(0.95, 1.3);
  });

  it('converts what is uploaded to mp4 with format="mp4", trimmed as well', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input format="mp4"></rv-audio>');
    await expectEvent(audio, 'change', () => upload(audio, wav(1, 'tone.wav', 48_000)));
    for (const duration of [1, 0.5]) {
      const file = (await audio.read()) as File;
      expect([file.name, file.type]).to.deep.equal(['tone.mp4', 'audio/mp4']);
      expect(new TextDecoder().decode((await file.arrayBuffer()).slice(4, 8))).to.equal('ftyp');
      expect(audio.media.duration).to.be.within(duration - 0.05, duration + 0.1);
      if (duration < 1) return;
      (await part(audio, 'trim')).click();
      enter((await part(audio, 'trim-panel')).querySelector('input')!, '0.5');
      await rendered(audio);
      await expectEvent(audio, 'change', () => inside(audio, '[part=trim-apply]').click());
    }
  });

  it('gives up a conversion that is cancelled', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input format="mp4"></rv-audio>');
    upload(audio, wav(60, 'tone.wav', 48_000));
    (await part(audio, 'work')).querySelector('button')!.click();
    await part(audio, 'choose');
    await expectEvent(audio, 'change', () => upload(audio, wav(1, 'second.wav', 48_000)));
    expect(((await audio.read()) as File).name).to.equal('second.mp4');
  });

  it('is invalid while required and empty, and sends its file with a form', async () => {
    const form = await fixture<HTMLFormElement>('<form><rv-audio input required name="voice"></rv-audio></form>');
    const audio = form.querySelector('rv-audio')!;
    expect([form.checkValidity(), audio.validity.valueMissing]).to.deep.equal([false, true]);
    await expectEvent(audio, 'change', () => upload(audio, wav()));
    await rendered(audio);
    expect(form.checkValidity()).to.equal(true);
    expect((new FormData(form).get('voice') as File).name).to.equal('tone.wav');
  });

  it('is accessible, empty and with a clip', async () => {
    const page = await fixture('<div><rv-audio input label="Voice"></rv-audio><rv-audio input></rv-audio></div>');
    const audio = page.querySelector('rv-audio')!;
    await expectEvent(audio, 'change', () => upload(audio, wav()));
    await rendered(audio);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

/** A fake device is in Chromium and Firefox alone. */
const microphone = (await navigator.mediaDevices?.enumerateDevices())?.some(({ kind }) => kind === 'audioinput');

async function part(audio: RvAudio, name: string): Promise<HTMLElement> {
  for (;;) {
    const found = audio.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`);
    if (found) return found;
    await new Promise(requestAnimationFrame);
  }
}

/** Records the first second. */
async function record(audio: RvAudio): Promise<void> {
  (await part(audio, 'open')).click();
  (await part(audio, 'record')).click();
  const stop = await part(audio, 'stop');
  while (inside(audio, '.elapsed').textContent !== '0:01') await new Promise(requestAnimationFrame);
  await expectEvent(audio, 'change', () => stop.click());
}

(microphone ? describe : describe.skip)('the microphone of rv-audio', () => {
  it('records a clip, and is turned off', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input name="voice"></rv-audio>');
    const opened = Promise.withResolvers<MediaStream>();
    const { getUserMedia } = navigator.mediaDevices;
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia.call(navigator.mediaDevices, constraints);
      opened.resolve(stream);
      return stream;
    };
    await record(audio);
    Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
    expect((await opened.promise).getTracks().map((track) => track.readyState)).to.deep.equal(['ended']);
    const file = (await audio.read()) as File;
    expect(file.name).to.match(/^voice\.(?:webm|ogg|m4a)$/);
    expect(file.size).to.be.greaterThan(200);
    expect(audio.media.duration).to.be.within(0.7, 2);
  });

  for (const { format, at, mark } of [
    { format: 'wav', at: 0, mark: 'RIFF' },
    { format: 'mp4', at: 4, mark: 'ftyp' },
  ]) {
    it(`records as ${format}`, async () => {
      const audio = await fixture<RvAudio>(`<rv-audio input format="${format}"></rv-audio>`);
      await record(audio);
      const file = (await audio.read()) as File;
      expect([file.name, file.type]).to.deep.equal([`recording.${format}`, `audio/${format}`]);
      expect(new TextDecoder().decode((await file.arrayBuffer()).slice(at, at + 4))).to.equal(mark);
      expect(audio.media.duration).to.be.within(0.7, 2);
    });
  }

  it('records where there are no animation frames, as in a tab behind others', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input></rv-audio>');
    const { requestAnimationFrame } = window;
    window.requestAnimationFrame = () => 0;
    const settled = Promise.withResolvers<void>();
    new MutationObserver(() => {
      const button = audio.shadowRoot!.querySelector<HTMLElement>('[part=open], [part=record]');
      if (button) button.click();
      else if (audio.shadowRoot!.querySelector('.elapsed')?.textContent === '0:01') settled.resolve();
    }).observe(audio.shadowRoot!, { childList: true, subtree: true, characterData: true });
    inside(audio, '[part=open]').click();
    await settled.promise;
    await expectEvent(audio, 'change', () => inside(audio, '[part=stop]').click());
    window.requestAnimationFrame = requestAnimationFrame;
    expect(audio.media.duration).to.be.within(0.7, 2);
  });

  it('is chosen of several', async function () {
    const microphones = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audioinput');
    if (microphones.length < 2) this.skip();
    const audio = await fixture<RvAudio>('<rv-audio input label="Voice"></rv-audio>');
    (await part(audio, 'open')).click();
    await part(audio, 'record');
    let select = audio.shadowRoot!.querySelector<HTMLSelectElement>('select.device');
    while (!select) {
      await new Promise(requestAnimationFrame);
      select = audio.shadowRoot!.querySelector<HTMLSelectElement>('select.device');
    }
    expect(await accessibilityViolations()).to.deep.equal([]);
    const other = [...select.options].find(({ selected }) => !selected)!.value;
    const opened = Promise.withResolvers<MediaStream>();
    const { getUserMedia } = navigator.mediaDevices;
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia.call(navigator.mediaDevices, constraints);
      opened.resolve(stream);
      return stream;
    };
    select.value = other;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    const [track] = (await opened.promise).getTracks();
    Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
    expect(track!.getSettings().deviceId).to.equal(other);
    (await part(audio, 'cancel')).click();
    await part(audio, 'open');
  });

  it('shows how loud it is', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input></rv-audio>');
    (await part(audio, 'open')).click();
    await part(audio, 'record');
    // The fake microphone beeps. Firefox hears it only where it has an audio device to play on.
    while (inside<HTMLMeterElement>(audio, 'meter').value < 0.3) await new Promise(requestAnimationFrame);
    (await part(audio, 'cancel')).click();
  });

  it('is turned off by Cancel, and is accessible', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input label="Voice"></rv-audio>');
    (await part(audio, 'open')).click();
    await part(audio, 'record');
    expect(await accessibilityViolations()).to.deep.equal([]);
    (await part(audio, 'cancel')).click();
    await part(audio, 'open');
  });
});

describe('the microphone of rv-audio, refused', () => {
  for (const [name, message] of [
    [
      'NotAllowedError',
      'The microphone may not be used: allow it for this page in the browser’s settings, and try again.',
    ],
    ['NotFoundError', 'No microphone was found: connect one, and try again.'],
  ] as const) {
    it(`says why: ${name}`, async () => {
      Object.defineProperty(navigator, 'mediaDevices', {
        configurable: true,
        value: { getUserMedia: () => Promise.reject(new DOMException('It broke.', name)) },
      });
      const audio = await fixture<RvAudio>('<rv-audio input sources="microphone"></rv-audio>');
      (await part(audio, 'open')).click();
      expect(await errorOf(audio)).to.equal(message);
      Reflect.deleteProperty(navigator, 'mediaDevices');
    });
  }
});

describe('the values of rv-audio', () => {
  it('gives PCM at the rate of a WAV file with type="pcm"', async () => {
    const audio = await fixture<RvAudio>('<rv-audio input type="pcm"></rv-audio>');
    expect(await audio.read()).to.equal(null);
    audio.value = wav(0.5);
    const { data, sampleRate } = (await audio.read()) as { data: Float32Array[]; sampleRate: number };
    expect([sampleRate, data.length, data[0]!.length]).to.deep.equal([8000, 1, 4000]);
    expect(Math.max(...data[0]!)).to.be.closeTo(0.5, 0.01);
  });

  it('shows the waveform of a clip, which a click seeks in', async () => {
    const audio = await fixture<RvAudio>('<rv-audio></rv-audio>');
    await audio.paint({ kind: 'clip', blob: wav(1) });
    const canvas = (await part(audio, 'waveform')) as HTMLCanvasElement;
    const { left, width, top } = canvas.getBoundingClientRect();
    canvas.dispatchEvent(new MouseEvent('click', { clientX: left + width / 2, clientY: top + 1 }));
    expect(audio.media.currentTime).to.be.closeTo(0.5, 0.02);
  });
});

describe('Waveform', () => {
  it('takes the colours of light and dark', async () => {
    const audio = await fixture<RvAudio>('<rv-audio></rv-audio>');
    await audio.paint({ kind: 'clip', blob: wav(1) });
    const canvas = (await part(audio, 'waveform')) as HTMLCanvasElement;
    const middle = () => {
      const { width, height } = canvas;
      return canvas
        .getContext('2d')!
        .getImageData(0, height / 2, Math.min(width, 2), 1)
        .data.slice(0, 3)
        .join(', ');
    };
    for (const color of ['rgb(255, 0, 0)', 'rgb(0, 0, 255)']) {
      audio.style.setProperty('--rv-control-border', color);
      while (`rgb(${middle()})` !== color) await new Promise(requestAnimationFrame);
    }
  });

  it('keeps at most 4000 bars of any length of sound', () => {
    const waveform = new Waveform(document.createElement('audio'));
    for (let i = 0; i < 3; i++) waveform.append(new Float32Array(3999).fill(0.5));
    expect(waveform.bars).to.be.within(2000, 4000);
    expect(waveform.duration).to.be.closeTo((3 * 3999) / 50, 1e-6);
  });
});
