/**
 * Gives the event loop one turn, so that messages which have arrived (a Stop, credit) are taken.
 *
 * A message to oneself has no minimum delay; a nested `setTimeout` is clamped to 4 ms.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}

const waiting: (() => void)[] = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => waiting.shift()?.();
