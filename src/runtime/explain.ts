import { locate } from './locate.js';
import type { Script } from './script.js';
import { ScriptError } from './script-error.js';

/**
 * Why a worker did not start.
 *
 * @param error - What composing or starting it threw.
 * @param violations - What the page's policy refused meanwhile.
 */
export async function explain(
  error: unknown,
  violations: readonly SecurityPolicyViolationEvent[],
  script: Script,
): Promise<ScriptError> {
  const blocked = violations.find((event) => event.blockedURI.startsWith('blob'));
  if (blocked) return new ScriptError({ name: 'SecurityError', message: explainPolicy(blocked.originalPolicy) });
  // What is left, but for what is explained already, is a script that does not parse or imports what can't be found.
  return error instanceof ScriptError ? error : locate(error, script);
}

/** What can stand in a policy for `worker-src`; the first that does is in force, whatever the browser reports. */
const WORKER_DIRECTIVES = ['worker-src', 'child-src', 'script-src', 'default-src'];

function explainPolicy(policy: string): string {
  const directives = new Map(policy.split(';').map((directive) => [directive.trim().split(/\s/)[0], directive.trim()]));
  const name = WORKER_DIRECTIVES.find((each) => directives.has(each)) ?? 'worker-src';
  const own = name === 'worker-src' && directives.get(name);
  const remedy = own ? `Make it "${own.replace(/\s+'none'/, '')} blob:"` : 'Add "worker-src blob:" to the policy';
  return `The page’s Content-Security-Policy does not let a worker start: its directive ${name} does not allow blob:. ${remedy}. The policy is: ${policy}`;
}
