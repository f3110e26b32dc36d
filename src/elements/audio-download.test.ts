import { expect } from 'chai';
import { mount, removeApps, script } from '../app/testing.js';
import './audio.js';
import { inside, rendered } from './testing.js';

describe('a stream of rv-audio', () => {
  afterEach(removeApps);

  it('is downloaded as WAV as well', async () => {
    const tone = 'new Float32Array(8000).fill(0.5)';
    const app = mount(
      `<rv-audio streaming name="speech"></rv-audio>
      ${script(`export default function* () { yield { data: ${tone}, sampleRate: 8000 }; }`)}`,
    );
    const audio = app.querySelector('rv-audio')!;
    await customElements.whenDefined('rv-audio');
    await rendered(audio);
    await app.submit().finished;
    await rendered(audio);
    expect(audio.error).to.equal('');
    const saved = Promise.withResolvers<HTMLAnchorElement>();
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function () {
      saved.resolve(this);
    };
    inside(audio, '[part=download-wav]').click();
    const { download, href } = await saved.promise;
    HTMLAnchorElement.prototype.click = click;
    const file = await (await fetch(href)).arrayBuffer();
    expect([download, new TextDecoder().decode(file.slice(0, 4))]).to.deep.equal(['speech.wav', 'RIFF']);
    const samples = new Int16Array(file, 44);
    expect([samples.length, samples[4000]]).to.deep.equal([8000, 16384]);
  });
});
