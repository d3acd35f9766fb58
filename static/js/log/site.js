// The published files of logs, fetched from the one site that serves them.
import { textOf } from "./bytes.js";
import { Fault } from "./fault.js";

const PATIENCE = 15_000; // milliseconds
const PATH = /^[^/]+\/([\w-]+(?:\/[\w-]+)*)$/;
const GONE = [404, 410];

export class Site {
  // "" is the site that this page came from.
  constructor(base) {
    this.base = base;
  }

  // Where people read an entry of one of its logs.
  entryPage(origin, index) {
    const [, path] = PATH.exec(origin) ?? [];
    return path && new URL(`${this.base}/${path}/entry/${index}/`, location.href).href;
  }

  async vkey(origin) {
    const bytes = await this.#bytes(origin, "vkey", "no-store");
    return bytes && textOf(bytes).trim();
  }

  async checkpoint(origin) {
    const bytes = await this.#bytes(origin, "checkpoint", "no-store");
    if (!bytes) throw new Fault("unreachable");
    return textOf(bytes);
  }

  async tile(origin, path) {
    const bytes = await this.#bytes(origin, path, "default");
    if (!bytes) throw new Fault("tile-broken", { path });
    return bytes;
  }

  // null where there is no such file.
  async #bytes(origin, file, cache) {
    const [, path] = PATH.exec(origin) ?? [];
    if (!path) return null;
    const answer = await this.#ask(`${this.base}/${path}/${file}`, cache);
    if (GONE.includes(answer.status)) return null;
    if (!answer.ok) throw new Fault("unreachable");
    return answer.body;
  }

  async #ask(address, cache) {
    try {
      const options = { cache, credentials: "omit", signal: AbortSignal.timeout(PATIENCE) };
      const answer = await fetch(address, options);
      return { ok: answer.ok, status: answer.status, body: new Uint8Array(await answer.arrayBuffer()) };
    } catch (error) {
      if (error instanceof TypeError || error.name === "TimeoutError") throw new Fault("unreachable");
      throw error;
    }
  }
}
