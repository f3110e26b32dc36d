import { expect } from 'chai';
import './audio.js';
import type { RvAudio } from './audio.js';
import type { Pcm } from './sound.js';
import {
  accessibilityViolations,
  consoleErrors,
  errorOf,
  expectEvent,
  fixture,
  inside,
  rendered,
  upload,
} from './testing.js';
import { FakeMicrophone, restoreDevices, useDevice } from './testing-devices.js';

afterEach(restoreDevices);

/** An element whose microphone is on. */
async function listening(attributes = ''): Promise<{ audio: RvAudio; microphone: FakeMicrophone }> {
  const microphone = new FakeMicrophone();
  useDevice(microphone);
  const box = await fixture<HTMLElement>(
    `<div><rv-audio input streaming sources="microphone" stream-every="0.1" ${attributes}></rv-audio></div>`,
  );
  const audio = box.querySelector('rv-audio')!;
  await expectEvent(audio, 'stream', () => inside(audio, '[part=start]').click());
  await rendered(audio);
  return { audio, microphone };
}

const pcm = async (audio: RvAudio, reader?: unknown) => (await audio.read(reader)) as Pcm;
const status = (audio: RvAudio) => inside(audio, '[part=status]').textContent;

describe('rv-audio with streaming, as an input', () => {
  it('fires stream while the microphone is on, and gives what came since the last reading', async () => {
    const { audio } = await listening();
    expect(status(audio)).to.equal('Streaming');
    let loudest = 0;
    while (loudest < 0.5) {
      const event = await expectEvent(audio, 'stream', () => {});
      expect([event.bubbles, event.composed]).to.deep.equal([true, true]);
      const { data, sampleRate } = await pcm(audio);
      expect(sampleRate).to.be.within(8000, 192_000);
      loudest = data[0]!.reduce((most, sample) => Math.max(most, sample), 0);
    }
    expect((await pcm(audio)).data[0]).to.have.lengthOf(0);
  });

  it('loses nothing: readers that are late are given the same in the end', async () => {
    const { audio } = await listening();
    const often: number[] = [];
    const seldom: number[] = [...(await pcm(audio, 'seldom')).data[0]!];
    often.push(...seldom);
    await pcm(audio, 'often');
    for (let i = 0; i < 5; i++) {
      await expectEvent(audio, 'stream', () => {});
      often.push(...(await pcm(audio, 'often')).data[0]!);
    }
    for (const [reader, samples] of [
      ['often', often],
      ['seldom', seldom],
    ] as const) {
      samples.push(...(await pcm(audio, reader)).data[0]!);
    }
    expect(often).to.have.length.above(10_000);
    expect(String(often) === String(seldom)).to.equal(true);
  });

  it('tells of what is left after Stop', async () => {
    const { audio } = await listening();
    audio.streamEvery = 60;
    await pcm(audio);
    const meter = inside<HTMLMeterElement>(audio, 'meter');
    meter.value = 0;
    while (meter.value === 0) await new Promise(requestAnimationFrame);
    await expectEvent(audio, 'stream', () => inside(audio, '[part=stop]').click());
    expect(audio.stream!.active).to.equal(false);
    expect((await pcm(audio)).data[0]!.length).to.be.above(0);
  });

  it('gives a WAV file with type="file"', async () => {
    const { audio } = await listening('type="file" name="room"');
    const file = (await audio.read()) as File;
    expect([file.name, file.type]).to.deep.equal(['room.wav', 'audio/wav']);
    expect(file.size).to.be.above(44 + 2 * 800);
  });

  it('keeps the pace of stream-every', async () => {
    const { audio } = await listening('stream-every="0.3"');
    audio.streamEvery = 0.3;
    await expectEvent(audio, 'stream', () => {});
    await pcm(audio);
    await expectEvent(audio, 'stream', () => {});
    const { data, sampleRate } = await pcm(audio);
    expect(data[0]!.length / sampleRate).to.be.within(0.28, 0.6);
  });

  it('shows how loud it is', async () => {
    const { audio } = await listening();
    while (inside<HTMLMeterElement>(audio, 'meter').value < 0.5) await expectEvent(audio, 'stream', () => {});
  });

  it('is turned off by Stop, with the focus where it was, and starts anew', async () => {
    const { audio, microphone } = await listening();
    const button = inside(audio, '[part=stop]');
    button.focus();
    await expectEvent(audio, 'stop', () => button.click());
    await rendered(audio);
    expect([microphone.track.readyState, status(audio), audio.shadowRoot!.activeElement?.part.value]).to.deep.equal([
      'ended',
      'Stopped',
      'start',
    ]);
    const next = new FakeMicrophone();
    useDevice(next);
    await expectEvent(audio, 'stream', () => button.click());
    audio.clear();
    expect([next.track.readyState, await audio.read()]).to.deep.equal(['ended', null]);
  });

  it('tells how much time is left, and is turned off when it is over', async () => {
    const { audio, microphone } = await listening('time-limit="1"');
    expect(inside(audio, '[part=time-left]').textContent).to.equal('1 s left');
    await expectEvent(audio, 'stop', () => {});
    await rendered(audio);
    expect([microphone.track.readyState, status(audio)]).to.deep.equal(['ended', 'Stopped after 1 s']);
  });

  for (const [how, hide] of [
    ['visible="false"', (audio: RvAudio) => audio.setAttribute('visible', 'false')],
    ['hidden around it', (audio: RvAudio) => audio.parentElement!.toggleAttribute('hidden')],
    ['off the page', (audio: RvAudio) => audio.remove()],
  ] as const) {
    it(`turns the microphone off when it is ${how}`, async () => {
      const { audio, microphone } = await listening();
      await expectEvent(audio, 'stop', () => hide(audio));
      expect(microphone.track.readyState).to.equal('ended');
    });
  }

  it('says that the microphone was disconnected, and what to do', async () => {
    const { audio, microphone } = await listening();
    microphone.lose();
    expect(await errorOf(audio)).to.equal('The microphone was disconnected: connect it again, and press Start.');
    expect(microphone.track.readyState).to.equal('ended');
  });

  it('says that it may not be used, and what to do', async () => {
    useDevice(new DOMException('It broke.', 'NotAllowedError'));
    const audio = await fixture<RvAudio>('<rv-audio input streaming sources="microphone"></rv-audio>');
    inside(audio, '[part=start]').click();
    expect(await errorOf(audio)).to.equal(
      'The microphone may not be used: allow it for this page in the browser’s settings, and try again.',
    );
  });

  it('says so where the browser’s sound does not start', async () => {
    const microphone = new FakeMicrophone();
    useDevice(microphone);
    const { resume } = AudioContext.prototype;
    const { state } = Object.getOwnPropertyDescriptors(BaseAudioContext.prototype);
    AudioContext.prototype.resume = () => new Promise(() => {});
    Object.defineProperty(BaseAudioContext.prototype, 'state', { configurable: true, get: () => 'suspended' });
    const audio = await fixture<RvAudio>('<rv-audio input streaming sources="microphone"></rv-audio>');
    inside(audio, '[part=start]').click();
    const error = await errorOf(audio);
    AudioContext.prototype.resume = resume;
    Object.defineProperty(BaseAudioContext.prototype, 'state', state!);
    expect(error).to.equal('The browser’s sound did not start: connect a loudspeaker or headphones, and try again.');
    expect(microphone.track.readyState).to.equal('ended');
  });

  it('takes a clip from elsewhere too, which turns the microphone off', async () => {
    const { audio, microphone } = await listening();
    audio.sources = 'upload microphone';
    await rendered(audio);
    await expectEvent(audio, 'stop', () => {
      audio.value = '/test/media/chirp-0.wav';
    });
    expect(microphone.track.readyState).to.equal('ended');
    await rendered(audio);
    expect(await audio.read()).to.be.instanceOf(File);
    audio.value = null;
    await rendered(audio);
    const file = new File([await (await fetch('/test/media/chirp-0.wav')).blob()], 'chirp.wav', { type: 'audio/wav' });
    await expectEvent(audio, 'change', () => upload(audio, file));
    expect(await audio.read()).to.equal(file);
  });

  for (const [attributes, message] of [
    ['stream-every="fast"', 'stream-every is fast, but takes a number of seconds from 0.'],
    ['time-limit="0"', 'time-limit is 0, but takes a number of seconds above 0.'],
    ['sources="upload"', 'sources is "upload", but streaming takes microphone: add it.'],
  ] as const) {
    it(`tells ${attributes}`, async () => {
      let audio!: RvAudio;
      const errors = await consoleErrors(async () => {
        audio = await fixture<RvAudio>(`<rv-audio input streaming name="room" ${attributes}></rv-audio>`);
      });
      expect(errors).to.deep.equal([`<rv-audio name="room">: ${message}`]);
      expect(await errorOf(audio)).to.equal(message);
    });
  }

  it('is accessible, off and on', async () => {
    const { audio } = await listening('label="Room" time-limit="60"');
    expect(await accessibilityViolations()).to.deep.equal([]);
    inside(audio, '[part=stop]').click();
    await rendered(audio);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

/** A fake device is in Chromium and Firefox alone. */
const device = (await navigator.mediaDevices?.enumerateDevices())?.some(({ kind }) => kind === 'audioinput');

(device ? it : it.skip)('rv-audio streams what the browser’s own microphone hears', async () => {
  const audio = await fixture<RvAudio>('<rv-audio input streaming sources="microphone"></rv-audio>');
  await expectEvent(audio, 'stream', () => inside(audio, '[part=start]').click());
  const { data, sampleRate } = await pcm(audio);
  expect(data[0]!.length / sampleRate).to.be.within(0.4, 2);
});
