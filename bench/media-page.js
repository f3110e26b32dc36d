// What the pages that stream media share.
import Hls from '/node_modules/hls.js/dist/hls.mjs';
import { startedApp } from './page.js';

/**
 * An app with one output that streams, and a generator that yields the files of some URLs.
 *
 * `run(urls)` submits it; `times` are those of its yields so far, on the clock of the page.
 */
export async function streamingApp(tag, attributes = 'streaming autoplay') {
  const channel = `yields-${crypto.randomUUID()}`;
  const host = document.createElement('div');
  host.innerHTML = `<rv-app>
    <rv-textbox name="urls"></rv-textbox>
    <${tag} ${attributes}></${tag}>
    <script type="rivulet">
      const channel = new BroadcastChannel('${channel}');
      const files = new Map();
      const load = async (url) => {
        if (!files.has(url)) files.set(url, await (await fetch(url)).arrayBuffer());
        return new Uint8Array(files.get(url));
      };
      export default async function* (urls) {
        for (const url of urls.split(' ').filter(Boolean)) {
          const chunk = await load(url);
          channel.postMessage(performance.timeOrigin + performance.now());
          yield chunk;
        }
      }
    </script>
  </rv-app>`;
  document.body.append(host);
  const app = await startedApp(host.querySelector('rv-app'), '');
  const element = app.querySelector(tag);
  const times = [];
  const yields = new BroadcastChannel(channel);
  yields.onmessage = ({ data }) => times.push(data - performance.timeOrigin);
  const run = (urls) => {
    times.length = 0;
    return app.submit(urls.join(' '));
  };
  const remove = () => {
    yields.close();
    host.remove();
  };
  return { element, media: element.media, times, run, remove };
}

/** Plays a playlist as Gradio's elements do. */
export function playHls(media, url) {
  const hls = new Hls({ maxBufferLength: 1, maxMaxBufferLength: 1, lowLatencyMode: true });
  hls.loadSource(url);
  hls.attachMedia(media);
  // A figure may end before it has begun to play.
  hls.on(Hls.Events.MANIFEST_PARSED, () => media.play().catch(() => {}));
  return hls;
}

/** A native element of the page. */
export function nativeElement(tag) {
  const media = document.createElement(tag);
  media.controls = true;
  document.body.append(media);
  return media;
}

/** Settles at the next such event. */
export const once = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

const TAP = `registerProcessor('tap', class extends AudioWorkletProcessor {
  process([[channel]]) { if (channel) this.port.postMessage(channel.slice()); return true; }
});`;

/** Passes on the sound that leaves a media element, in blocks of samples, until `close()`. */
export async function tapSound(media, sampleRate, onBlock) {
  const context = new AudioContext({ sampleRate });
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([TAP], { type: 'text/javascript' })));
  const tap = new AudioWorkletNode(context, 'tap');
  tap.port.onmessage = ({ data }) => onBlock(data);
  context.createMediaElementSource(media).connect(tap).connect(context.destination);
  await context.resume();
  return { close: () => context.close() };
}
