import * as Comlink from 'comlink';
import CountWorker from './start-by-hand.worker.js?worker&inline';

const count = Comlink.wrap(new CountWorker());
await count.start(document.querySelector('input').valueAsNumber);
const { value } = await count.next();
document.querySelector('output').textContent = value;
requestAnimationFrame(() => {
  window.answered = performance.now();
});
