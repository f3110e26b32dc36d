import { expect } from 'chai';
import { accessibilityViolations, enter, expectEvent, fixture, inside, rendered, upload } from './testing.js';
import { oddWebm, redMp4 } from './testing-clips.js';
import './video.js';
import type { RvVideo } from './video.js';

async function part(video: RvVideo, name: string): Promise<HTMLElement> {
  for (;;) {
    const found = video.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`);
    if (found) return found;
    await new Promise(requestAnimationFrame);
  }
}

describe('rv-video', () => {
  let clip: File;
  before(() => {
    clip = redMp4();
  });

  it('plays a clip, in a frame that keeps its size', async () => {
    const video = await fixture<RvVideo>('<rv-video label="Film" style="--rv-video-height: 10rem"></rv-video>');
    expect([video.value, video.media.checkVisibility()]).to.deep.equal([null, false]);
    const { height } = video.getBoundingClientRect();
    await video.paint({ kind: 'clip', blob: clip });
    await rendered(video);
    expect([video.media.videoWidth, video.media.videoHeight]).to.deep.equal([64, 48]);
    expect([video.media.playsInline, video.media.checkVisibility()]).to.deep.equal([true, true]);
    expect(video.getBoundingClientRect().height).to.equal(height);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });

  it('tells its encoder the rate of its pictures', async () => {
    const video = await fixture<RvVideo>('<rv-video streaming fps="12"></rv-video>');
    expect([video.encoder, video.flow, video.encoderOptions.fps]).to.deep.equal(['video', 'every', 12]);
  });

  it('starts without its sound where the browser forbids it, and offers to unmute', async () => {
    const video = await fixture<RvVideo>('<rv-video autoplay></rv-video>');
    video.media.play = async () => {
      if (!video.media.muted) throw new DOMException('No.', 'NotAllowedError');
    };
    await video.paint({ kind: 'clip', blob: clip });
    const button = await part(video, 'allow');
    expect([button.textContent!.trim(), video.media.muted]).to.deep.equal(['Unmute', true]);
    expect(await accessibilityViolations()).to.deep.equal([]);
    video.media.play = async () => {};
    await expectEvent(video.media, 'volumechange', () => button.click());
    await rendered(video);
    expect([video.media.muted, video.shadowRoot!.querySelector('[part=allow]')]).to.deep.equal([false, null]);
  });

  it('takes its captions from <track> children', async () => {
    const video = await fixture<RvVideo>(
      '<rv-video><track kind="captions" srclang="en" label="English" src="data:text/vtt,WEBVTT"></rv-video>',
    );
    expect([video.media.textTracks.length, video.media.textTracks[0]!.label]).to.deep.equal([1, 'English']);
    video.querySelector('track')!.remove();
    await Promise.resolve();
    expect(video.media.querySelector('track')).to.equal(null);
  });

  it('takes a file as an input', async () => {
    const video = await fixture<RvVideo>('<rv-video input label="You"></rv-video>');
    expect(await accessibilityViolations()).to.deep.equal([]);
    await expectEvent(video, 'change', () => upload(video, clip));
    expect([video.value, await video.read()]).to.deep.equal([clip, clip]);
    expect(video.media.duration).to.be.closeTo(0.5, 0.1);
    expect(video.media.currentTime).to.equal(0);
    await rendered(video);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

/** Names of boxes and codecs, as they stand in the file. */
async function letters(file: Blob): Promise<string> {
  return new TextDecoder('latin1').decode(await file.arrayBuffer());
}

describe('the clips of an rv-video input', () => {
  it('are converted to H.264 in mp4 with format="mp4"', async () => {
    const video = await fixture<RvVideo>('<rv-video input format="mp4"></rv-video>');
    await expectEvent(video, 'change', () => upload(video, oddWebm()));
    const file = (await video.read()) as File;
    expect([file.name, file.type]).to.deep.equal(['odd.mp4', 'video/mp4']);
    expect(await letters(file)).to.match(/^.{4}ftyp.*avc1/s);
    // Even sizes are all that H.264 has.
    expect([video.media.videoWidth, video.media.videoHeight]).to.deep.equal([66, 50]);
    expect(video.media.duration).to.be.within(0.45, 0.6);
  });

  it('stay as they are where they are in that format already', async () => {
    const video = await fixture<RvVideo>('<rv-video input format="mp4"></rv-video>');
    const clip = redMp4();
    await expectEvent(video, 'change', () => upload(video, clip));
    expect(await video.read()).to.equal(clip);
  });

  it('are trimmed to an mp4', async () => {
    const video = await fixture<RvVideo>('<rv-video input label="You"></rv-video>');
    await expectEvent(video, 'change', () => upload(video, redMp4()));
    await rendered(video);
    (await part(video, 'trim')).click();
    const panel = await part(video, 'trim-panel');
    expect(await accessibilityViolations()).to.deep.equal([]);
    const [start, end] = panel.querySelectorAll('input');
    enter(start!, '0.2');
    enter(end!, '0.4');
    await rendered(video);
    await expectEvent(video, 'change', () => inside(video, '[part=trim-apply]').click());
    const file = (await video.read()) as File;
    expect([file.name, file.type]).to.deep.equal(['red.mp4', 'video/mp4']);
    expect(video.media.duration).to.be.closeTo(0.2, 0.01);
  });

  it('are told to be none when they can’t be converted', async () => {
    const video = await fixture<RvVideo>('<rv-video input format="mp4"></rv-video>');
    upload(video, new File(['hello'], 'bad.webm', { type: 'video/webm' }));
    const line = inside(video, '[role=alert]');
    while (line.hidden) await new Promise(requestAnimationFrame);
    expect(line.textContent).to.match(/^can't make mp4 of “bad.webm” \(video\/webm, 5 bytes\): /);
  });
});

/** A fake device is in Chromium and Firefox alone. */
const camera = (await navigator.mediaDevices?.enumerateDevices())?.some(({ kind }) => kind === 'videoinput');

(camera ? describe : describe.skip)('the webcam of rv-video', () => {
  it('records a clip', async () => {
    const video = await fixture<RvVideo>('<rv-video input label="You"></rv-video>');
    (await part(video, 'open')).click();
    (await part(video, 'record')).click();
    const stop = await part(video, 'stop');
    expect(await accessibilityViolations()).to.deep.equal([]);
    while (inside(video, '.elapsed').textContent !== '0:01') await new Promise(requestAnimationFrame);
    await expectEvent(video, 'change', () => stop.click());
    const file = (await video.read()) as File;
    expect(file.name).to.match(/^recording\.(?:webm|mp4|mkv)$/);
    expect(video.media.videoWidth).to.be.greaterThan(100);
    expect(video.media.duration).to.be.within(0.5, 4);
  });

  it('records H.264 in mp4 with format="mp4"', async () => {
    const video = await fixture<RvVideo>('<rv-video input format="mp4" sources="webcam"></rv-video>');
    (await part(video, 'open')).click();
    (await part(video, 'record')).click();
    const stop = await part(video, 'stop');
    while (inside(video, '.elapsed').textContent !== '0:01') await new Promise(requestAnimationFrame);
    await expectEvent(video, 'change', () => stop.click());
    const file = (await video.read()) as File;
    expect([file.name, file.type]).to.deep.equal(['recording.mp4', 'video/mp4']);
    expect(await letters(file)).to.match(/^.{4}ftyp.*avc1/s);
    expect(video.media.duration).to.be.within(0.5, 4);
  });

  it('is turned off when the element is hidden', async () => {
    const video = await fixture<RvVideo>('<rv-video input></rv-video>');
    (await part(video, 'open')).click();
    const [track] = ((await part(video, 'webcam')) as HTMLVideoElement).srcObject
      ? (((await part(video, 'webcam')) as HTMLVideoElement).srcObject as MediaStream).getTracks()
      : [];
    video.visible = false;
    await rendered(video);
    expect(track!.readyState).to.equal('ended');
  });
});
