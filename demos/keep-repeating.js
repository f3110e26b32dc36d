// The demos keep-repeating-audio and keep-repeating-video run it.
export default async function* keepRepeating(clip, { sleep }) {
  for (let i = 0; i < 10; i++) {
    await sleep(500);
    yield clip;
  }
}
