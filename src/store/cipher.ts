import type { Sealed } from './database.js';

/** Rounds of PBKDF2 with SHA-256, as OWASP asks for. */
const ROUNDS = 600_000;

/** Encrypts and decrypts what JSON can hold, by a secret. */
export class Cipher {
  readonly #secret: string;
  /** Deriving a key takes a good part of a second. */
  readonly #keys = new Map<string, Promise<CryptoKey>>();
  /** That of the stored value, if there is one. */
  #salt = crypto.getRandomValues(new Uint8Array(16));

  constructor(secret: string) {
    this.#secret = secret;
  }

  async seal(value: unknown): Promise<Sealed> {
    const salt = this.#salt;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(value));
    return { salt, iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await this.#key(salt), text) };
  }

  /** @throws DOMException when it was sealed by another secret, or damaged. */
  async unseal({ salt, iv, data }: Sealed): Promise<unknown> {
    const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await this.#key(salt), data);
    this.#salt = salt;
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  #key(salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
    const name = salt.join();
    let key = this.#keys.get(name);
    if (!key) {
      key = this.#derive(salt);
      this.#keys.set(name, key);
    }
    return key;
  }

  async #derive(salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
    const { subtle } = crypto;
    const secret = await subtle.importKey('raw', new TextEncoder().encode(this.#secret), 'PBKDF2', false, [
      'deriveKey',
    ]);
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS };
    return subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  }
}

/**
 * Whether JSON gives it back as it is; members that are `undefined` are left out.
 *
 * @param around - What it is a part of.
 */
export function isJson(value: unknown, around: readonly unknown[] = []): boolean {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || around.includes(value)) return false;
  const inside = [...around, value];
  if (Array.isArray(value)) return value.every((part) => isJson(part, inside));
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((part) => part === undefined || isJson(part, inside));
}
