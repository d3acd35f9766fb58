// Where the key of a log comes from: the reader's own, one that came with this page, the site's, one seen before.
import { Fault } from "./fault.js";
import { recall } from "./memory.js";
import { parseKey } from "./note.js";

const nameIn = (vkey) => vkey.split("+", 1)[0];

export class Keys {
  // `given` are the vkeys that came with the page, `letter` the only letter that a page is about, `site` may be null.
  constructor(given, letter, site) {
    this.given = new Map(given.map((vkey) => [nameIn(vkey), vkey]));
    this.letter = letter;
    this.site = site;
  }

  // `typed` is what the reader entered, or "". The answer says in `source` which of the four it is.
  async of(origin, typed) {
    const [source, vkey] = typed ? ["typed", typed] : await this.#found(origin);
    const key = await parseKey(vkey);
    if (key.name !== origin) throw new Fault("other-log", { origin, name: key.name });
    const before = recall(origin)?.vkey ?? vkey;
    if (before !== vkey) throw new Fault("key-changed", { older: { note: before }, newer: { note: vkey } });
    return { ...key, source };
  }

  async #found(origin) {
    const given = this.given.get(origin);
    if (given) return ["given", given];
    if (this.letter) throw new Fault("other-letter", { origin, own: this.letter });
    const seen = recall(origin)?.vkey;
    const served = await this.#served(origin, seen);
    if (served) return ["site", served];
    if (seen) return ["seen", seen];
    throw new Fault("no-key", { origin, host: origin.split("/", 1)[0] });
  }

  // A site that is away leaves us with the key seen before, if there is one.
  async #served(origin, seen) {
    try {
      return this.site && (await this.site.vkey(origin));
    } catch (error) {
      if (error instanceof Fault && error.code === "unreachable" && seen) return null;
      throw error;
    }
  }
}
