import type { FromRecorder, MediaFragment, RecorderCalls, ToRecorder } from './protocol.js';
import { Recorder } from './recording/recorder.js';
import { Store } from './recording/store.js';

/** Runs in a worker of its own: only workers may write to files without waiting for each write. */

let recorder: Recorder;

const post = (message: FromRecorder, transfer: Transferable[] = []) => postMessage(message, transfer);

const calls: RecorderCalls = {
  async begin(tracks, owner) {
    recorder = new Recorder(tracks, new Store(owner), (message) => post({ kind: 'trouble', message }));
  },
  add: (...args) => recorder.add(...args),
  read: (...args) => recorder.read(...args),
  nextStart: (...args) => recorder.nextStart(...args),
  toBlob: () => recorder.toBlob(),
  toWav: () => recorder.toWav(),
  close: () => recorder.close(),
};

self.onmessage = async ({ data: { id, name, args } }: MessageEvent<ToRecorder>) => {
  try {
    const result = await (calls[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args);
    const transfer = name === 'read' ? (result as readonly MediaFragment[]).map(({ data }) => data) : [];
    post({ kind: 'result', id, result }, transfer);
  } catch (error) {
    post({ kind: 'error', id, message: (error as Error).message });
  }
};
post({ kind: 'ready' });
