import * as Comlink from 'comlink';

function* count(x) {
  for (let i = 0; i < x; i++) yield i;
}

let generator;

Comlink.expose({
  start(x) {
    generator = count(x);
  },
  next() {
    return generator.next();
  },
});
