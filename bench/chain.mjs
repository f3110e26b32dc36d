import { format, inTurns, median, openPage } from './harness.mjs';

const LENGTH = 22;
const TURNS = 5;

export async function measure({ browser, origin }) {
  const { page, close } = await openPage(browser, `${origin}/bench/chain.html`);
  const { ours } = await inTurns(TURNS, { ours: () => page.evaluate((length) => window.chain(length), LENGTH) });
  await close();

  // Each link puts its last yield, a 10, behind what the one before it showed.
  const right = ours.map(({ texts }) => texts.filter((text, i) => text === ' 10'.repeat(i + 1)).length);
  const counted = ours.every(({ counts }) => counts.every((count) => count === 100));
  const last = ours.every(({ status, errors }) => status === 'Done' && errors.trim() === '');
  const least = Math.min(...right);
  return [
    {
      figure: `${LENGTH} chained generators of 10 yields, two counters beside them`,
      ours: `${least} of ${LENGTH} with the right value, counters ${counted ? 'right' : 'wrong'}, last message ${last ? 'right' : 'wrong'}; ${format(median(ours.map(({ took }) => took)))} ms, of which the counters take 1,000`,
      against: '',
      toReach: 'no value lost, last message right',
      reached: least === LENGTH && counted && last,
      how: `Each generator begins when the one before it has ended, and is given what its output then shows; each yields text that has all of that before it, so a value that was lost or came late is missing in all that follow. ${TURNS} turns, the worst of them.`,
    },
  ];
}
